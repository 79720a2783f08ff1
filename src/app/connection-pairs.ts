// The connections of a workflow beside the entries of the connections file: which entry is for which.
import { apiName, builtInFor, connectionName } from '../connectors/index.js';
import type { ConnectionEntry, Source } from '../formats/index.js';
import type { Json } from '../json.js';
import { actionsOf, type ConnectionReference, type Workflow } from '../workflow/index.js';

/** A connection as the workflow declares it and as the connections file has it: at least one of the two. */
export interface Pair {
  readonly declared: ConnectionReference | undefined;
  readonly entry: ConnectionEntry | undefined;
}

/** A workflow, and what of it needs its connections. */
export interface Uses {
  readonly workflow: Workflow;
  readonly source: Pick<Source, 'connections'>;
  /** Whether the trigger's connector is asked for, too: a run by hand does without. */
  readonly withTrigger: boolean;
  /** Whether an action has its answer from elsewhere: its connection is not asked. */
  readonly isAnswered: (action: string) => boolean;
}

/** Names of connections are the same in any case. */
export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Of a file that several workflows share, only what this one declares or names is made. */
export function pairsOf(
  declared: readonly ConnectionReference[],
  used: readonly Used[],
  entries: readonly ConnectionEntry[],
): readonly Pair[] {
  const undeclared = used.filter((each) => !declared.some(({ name }) => same(name, each.name)));
  return [
    ...declared.map((each) => ({ declared: each, entry: entries.find(({ name }) => same(name, each.name)) })),
    ...undeclared.flatMap((each) => {
      const entry = entryFor(each, entries);
      return entry ? [{ declared: undefined, entry }] : [];
    }),
  ];
}

/** A connection that actions use, and what it is a connection to. */
export interface Used {
  readonly name: string;
  readonly api: string | undefined;
  /** Whether one of the actions has no answer from elsewhere. */
  readonly isAsked: boolean;
}

/** The connections that a run uses: those of the actions and, where it is made up, of the trigger. */
export function usedIn(uses: Uses): readonly Used[] {
  const { workflow, withTrigger, isAnswered } = uses;
  const ofActions = [...actionsOf(workflow)].flatMap((node) =>
    node.control === 'leaf' ? usedBy(node.inputs, !isAnswered(node.name), uses) : [],
  );
  const used = new Map<string, Used>();
  for (const each of [...(withTrigger ? usedByTrigger(uses) : []), ...ofActions]) {
    const key = each.name.toLowerCase();
    const before = used.get(key);
    used.set(key, { ...(before ?? each), isAsked: before?.isAsked === true || each.isAsked });
  }
  return [...used.values()];
}

/** The connection of the trigger, which is never asked: the trigger is made up, or somebody is there in its place. */
export function usedByTrigger(uses: Uses): readonly Used[] {
  return uses.workflow.triggers.slice(0, 1).flatMap(({ inputs }) => usedBy(inputs, false, uses));
}

function usedBy(inputs: Json, isAsked: boolean, { source }: Uses): readonly Used[] {
  const name = connectionName(inputs);
  if (name === undefined) return [];
  const api = source.connections.find((each) => same(each.name, name))?.api ?? apiName(inputs);
  return [{ name, api, isAsked }];
}

const plain = (api: string) => api.replace(/^shared_/i, '');

/** The entry for a connection: under its own name, else under that of its API, else what is built in. */
function entryFor({ name, api }: Used, entries: readonly ConnectionEntry[]): ConnectionEntry | undefined {
  const own = entries.find((entry) => same(entry.name, name));
  if (own || api === undefined) return own;
  const shared = entries.find((entry) => same(plain(entry.name), plain(api)));
  if (shared) return { ...shared, name };
  const connector = builtInFor(api);
  return connector === undefined ? undefined : { name, connector, parameters: {}, pointer: '' };
}

/** The names that a missing entry could have: those of connections, and of the APIs that they are for. */
export function withoutEntry(
  declared: readonly ConnectionReference[],
  used: readonly Used[],
  pairs: readonly Pair[],
): readonly string[] {
  const written = pairs.filter(({ entry }) => entry !== undefined && entry.pointer !== '');
  const isWritten = ({ name }: { readonly name: string }) =>
    written.some((each) => same((each.declared ?? each.entry)?.name ?? '', name));
  const apis = used.flatMap((each) => (each.api === undefined || isWritten(each) ? [] : [each.api, plain(each.api)]));
  return [...[...declared, ...used].filter((each) => !isWritten(each)).map(({ name }) => name), ...apis];
}
