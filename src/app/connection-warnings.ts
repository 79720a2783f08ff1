// What is odd about the connections of a workflow, but stops nothing.
import { dirname, resolve as resolvePath } from 'node:path';
import { connectorId, type Connection, type Connector } from '../connectors/index.js';
import { diagnose, type ConnectionEntry, type Diagnostic, type Source } from '../formats/index.js';
import { isMisspelt, nearest } from '../nearest.js';
import { child } from '../pointer.js';
import { isThisMachine } from '../this-machine.js';
import { didYouMean } from '../workflow/index.js';
import { parameterPointer } from './connection-faults.js';
import { same, type Pair } from './connection-pairs.js';

type Place = Pick<Source, 'file' | 'locate'>;

/** An entry that is to another connector than the workflow says: the workflow's is asked, with what was meant for the other. */
export async function otherConnector(
  { declared, entry }: Pair,
  source: Place,
  listed: Place,
  folder: string,
): Promise<readonly Diagnostic[]> {
  if (!declared || !entry) return [];
  // Paths start at the workflow; one in a file that is kept elsewhere may be meant from there.
  const meant = [folder, dirname(resolvePath(listed.file))].map(async (from) => connectorId(entry.connector, from));
  if ((await Promise.all(meant)).includes(await connectorId(declared.connector, folder))) return [];
  const line = source.locate(`${declared.pointer}/connector`)?.start.line;
  const where = line === undefined ? source.file : `${source.file}:${line}`;
  const problem = {
    severity: 'warning',
    code: 'OtherConnector',
    message: `Connection '${entry.name}' is to '${entry.connector}' here, and to '${declared.connector}' in ${where}, which counts.`,
    advice: `Write connector: ${declared.connector} here, or give this entry another name.`,
    pointer: `${entry.pointer}/connector`,
  } as const;
  return [diagnose(listed, problem)];
}

/** Parameters that the connector does not know: it would miss what they were meant to be. */
export function slips(
  { name, connector }: { readonly name: string; readonly connector?: Connector },
  entry: ConnectionEntry | undefined,
  listed: Place,
): readonly Diagnostic[] {
  const known = connector?.parameters;
  if (!known || !entry) return [];
  const unknown = Object.keys(entry.parameters).filter((each) => !known.some((one) => same(one, each)));
  return unknown.map((each) => {
    const all = known.filter((one) => !one.startsWith('token:')).join(', ');
    return diagnose(listed, {
      severity: 'warning',
      code: 'UnknownParameter',
      message: `The connector of connection '${name}' has no parameter '${each}', so it has no effect.`,
      advice: didYouMean(each, known) ?? `It takes: ${all}.`,
      pointer: child(`${entry.pointer}/parameters`, each),
      at: 'key',
    });
  });
}

/** A connection whose requests nothing signs, though its connector asks for that. */
export function unsigned(
  { name, connection }: { readonly name: string; readonly connection: Connection },
  both: Pair | undefined,
  source: Place,
  listed: Place,
): readonly Diagnostic[] {
  const { lacks = [] } = connection;
  const { declared, entry } = both ?? {};
  if (lacks.length === 0 || isLocal(connection)) return [];
  const values = lacks.map((each) => `${each}: "@appsetting('${variable(name)}_${variable(each)}')"`).join(', ');
  const { connector = '' } = entry ?? declared ?? {};
  const where = entry
    ? `Write below the connection: parameters: { ${values} }.`
    : `Write in connections.yaml: ${name}: { connector: ${connector}, parameters: { ${values} } }.`;
  const advice = lacks.includes('token') ? `${where} A clientId and a clientSecret get a token, too.` : where;
  const message = `Nothing signs the requests of connection '${name}': its connector asks for ${lacks.map((each) => `'${each}'`).join(' and ')}.`;
  const problem = { severity: 'warning', code: 'UnsignedConnection', message, advice } as const;
  const pointer = (entry ?? declared)?.pointer ?? '';
  return [diagnose(entry ? listed : source, { ...problem, pointer, at: 'key' })];
}

/** What a connection's own base URL names on this machine is a mock or a service under work: it knows what it asks for. */
function isLocal({ target, hasHostOfSwagger }: Connection): boolean {
  return !hasHostOfSwagger && isThisMachine(new URL(`http://${target}`).hostname);
}

/** What is odd about how a connection signs in. */
export function doubts(
  { name, connection }: { readonly name: string; readonly connection: Connection },
  entry: ConnectionEntry | undefined,
  listed: Place,
): readonly Diagnostic[] {
  if (!entry) return [];
  return (connection.doubts ?? []).map(({ parameter, code, message, advice }) =>
    diagnose(listed, {
      severity: 'warning',
      code,
      message: `Connection '${name}' ${message}`,
      advice,
      pointer: parameterPointer(entry, parameter),
      at: 'key',
    }),
  );
}

/** A name as those of variables are written. */
function variable(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/**
 * Entries that nothing uses, where a connection without an entry has nearly their name: a slip of the pen. A file that several
 * workflows share holds other ones, too.
 */
export function strays(
  entries: readonly ConnectionEntry[],
  without: readonly string[],
  listed: Place,
): readonly Diagnostic[] {
  return entries.flatMap(({ name, pointer }) => {
    const near = nearest(name, without).find((each) => isMisspelt(name, each));
    if (near === undefined) return [];
    return [
      diagnose(listed, {
        severity: 'warning',
        code: 'UnusedConnection',
        message: `Nothing in the workflow uses the connection '${name}', and '${near}' has no entry here.`,
        advice: `Did you mean '${near}'?`,
        pointer,
        at: 'key',
      }),
    ];
  });
}
