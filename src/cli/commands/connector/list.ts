import { createColors } from 'picocolors';
import {
  makerView,
  rangeText,
  type Connector,
  type MakerInput,
  type MakerOperation,
} from '../../../connectors/index.js';
import { prettyJson, stringifyJson, type Json } from '../../../json.js';
import { connectorIn } from '../../connector-file.js';
import type { ExitCode, Io } from '../../io.js';

export interface ListFlags {
  readonly json?: boolean;
}

/** `dryflow connector list FILE`: its triggers and actions with their inputs, as a maker sees them. */
export async function listCommand(file: string, flags: ListFlags, io: Io): Promise<ExitCode> {
  const connector = await connectorIn(file, io);
  if (!connector) return 2;
  const operations = makerView(connector.operations);
  if (flags.json) {
    io.out(`${prettyJson(operations as unknown as Json)}\n`);
    return 0;
  }
  tellLost(connector, io);
  const isAction = ({ kind }: MakerOperation) => kind.endsWith('action');
  const twice = repeatedIds(connector);
  const groupOf = (title: string, some: readonly MakerOperation[]) => group(title, some, twice, io);
  const groups = [
    groupOf(
      'Triggers',
      operations.filter((each) => !isAction(each)),
    ),
    groupOf('Actions', operations.filter(isAction)),
  ].filter((text) => text !== '');
  io.out(groups.length === 0 ? 'The connector has no operations that a maker sees.\n' : groups.join('\n'));
  return 0;
}

/** A path whose operations are not here is no path without operations. */
function tellLost({ lost = [] }: Connector, io: Io): void {
  if (lost.length === 0) return;
  io.err(`Left out, because its $ref leads nowhere in this file: ${lost.join(', ')}. Write the operations there.\n`);
}

/** The ids that several operations have: flows reach the first one alone. */
function repeatedIds({ operations }: Connector): ReadonlySet<string> {
  const ids = operations.map(({ id }) => id);
  return new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
}

function group(title: string, operations: readonly MakerOperation[], twice: ReadonlySet<string>, io: Io): string {
  if (operations.length === 0) return '';
  const paint = createColors(io.color);
  return `${paint.bold(`${title} (${operations.length})`)}\n${operations.map((each) => operationText(each, twice.has(each.id), io)).join('')}`;
}

function operationText({ title, id, kind, deprecated, inputs }: MakerOperation, isRepeated: boolean, io: Io): string {
  const paint = createColors(io.color);
  const notes = [
    ...(kind === 'action' ? [] : [kind]),
    ...(deprecated ? ['deprecated'] : []),
    ...(isRepeated ? ['its id stands here twice'] : []),
    // Such an id is method and path, which no operationId may look like.
    ...(/^[A-Z]+ \//.test(id) ? ['no operationId'] : []),
  ];
  const width = Math.max(0, ...inputs.map(({ name }) => name.length));
  const head = `  ${title}  ${paint.cyan(id)}${notes.length === 0 ? '' : paint.dim(`  (${notes.join(', ')})`)}\n`;
  return head + inputs.map((input) => inputLine(input, width, io)).join('');
}

function inputLine(input: MakerInput, width: number, io: Io): string {
  const paint = createColors(io.color);
  const { name, title } = input;
  return `      ${name.padEnd(width)}  ${paint.dim(notesOn(input).join(', '))}${title === undefined ? '' : `  ${title}`}\n`;
}

function notesOn(input: MakerInput): readonly string[] {
  const { type, required, visibility, default: preset, choices } = input;
  const range = rangeText(input);
  return [
    type,
    ...(required ? ['required'] : []),
    ...(visibility === 'advanced' ? ['advanced'] : []),
    ...(choices ? [`${type.startsWith('array') ? 'any' : 'one'} of ${choices.map(shown).join(' | ')}`] : []),
    ...(range === undefined ? [] : [range]),
    ...(preset === undefined ? [] : [`default ${shown(preset)}`]),
  ];
}

function shown(value: Json): string {
  return typeof value === 'string' && value !== '' ? value : stringifyJson(value);
}
