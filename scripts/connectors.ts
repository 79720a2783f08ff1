// Loads every swagger below the paths, as a connection would, and calls each operation with example inputs: the request
// must match back to its operation. An operation that takes an address to call back needs no more of an action that waits
// than what makers are asked for. `npx tsx scripts/connectors.ts PATH…`
import { bind, findConnector, isFault, makerView, type Connector } from '../src/connectors/index.js';
import type { Json, JsonObject } from '../src/json.js';
import { madeAnswer, sampleOf } from '../src/mocks/index.js';
import { parts } from '../src/pointer.js';
import { generator } from '../src/run/index.js';
import {
  arrange,
  build,
  flattened,
  match,
  schemaAt,
  takesNotificationUrl,
  withNotificationUrl,
  type Arguments,
  type Location,
  type Operation,
} from '../src/swagger/index.js';
import { parseWorkflow } from '../src/workflow/index.js';
import { swaggersBelow } from './files-below.js';

/** Files that are refused for a reason: the platform would refuse them, too. */
const exceptions: readonly { readonly file: RegExp; readonly why: string }[] = [
  { file: /GIPHY\//, why: 'a comma is missing in the published file' },
];

/** Arguments for every input of an operation. */
function example(operation: Operation): Arguments {
  const { document, parameters, body } = operation;
  const random = generator(operation.id);
  const at = (location: Location): JsonObject =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === location)
        .map(({ name, schema }): [string, Json] => [name, sampleOf(document, schema, name, random)]),
    );
  const values = { path: at('path'), query: at('query'), header: at('header'), formData: at('formData') };
  return body ? { ...values, body: sampleOf(document, body.schema, body.name, random) } : values;
}

/** What is wrong with an operation's request, or undefined. */
function faultOf(operation: Operation, operations: readonly Operation[]): string | undefined {
  const given = example(operation);
  const { method, path, headers, body } = build(operation, given);
  const found = match(operations, { method, target: path, headers, body });
  if (found?.operation !== operation)
    return `${method} ${path} matches ${found ? `'${found.operation.id}'` : 'nothing'}`;
  const { status } = madeAnswer(operation, given, 'seed');
  return status >= 100 && status < 600 ? undefined : `its answer has status ${status}`;
}

const callback = 'https://callback.example/here';

/** What is wrong with a webhook action of an operation, whose maker has given what the designer requires; or undefined. */
function webhookFault(operation: Operation, connector: Connector): string | undefined {
  if (!takesNotificationUrl(operation)) return undefined;
  const { id, body, document, parameters } = operation;
  const [shown] = makerView([{ ...operation, visibility: 'none' }]);
  const asked = (shown?.inputs ?? []).filter(({ required }) => required).map(({ name }) => name);
  const given = Object.fromEntries(
    asked.map((name) => {
      const parameter = parameters.find((each) => each.name === name);
      const schema = parameter?.schema ?? (body && schemaAt(document, body.schema, parts(`/${name}`))) ?? {};
      return [parameter ? name : `${body?.name}/${name}`, sampleOf(document, schema, name, generator(id))];
    }),
  );
  const inputs = { host: { connectionName: 'x', operationId: id }, parameters: given };
  const parsed = parseWorkflow({ actions: { Act: { type: 'OpenApiConnectionWebhook', inputs } } }, { name: 'x' });
  if (!parsed.ok) return parsed.problems[0]?.message;
  const problems = bind(parsed.workflow, () => connector, { known: ['x'], isMocked: () => false });
  const problem = problems.find(({ severity }) => severity === 'error');
  const arranged = arrange(operation, given, flattened);
  if (problem || !('arguments' in arranged)) return problem?.message ?? 'its inputs have no place';
  const { body: sent = '', path } = build(operation, withNotificationUrl(operation, arranged.arguments, callback));
  const isTold = `${decodeURIComponent(path)} ${new TextDecoder().decode(Buffer.from(sent))}`.includes(callback);
  return isTold ? undefined : 'it does not tell the address to call back';
}

let [loaded, excepted, refused, requests, wrong] = [0, 0, 0, 0, 0];
for (const file of process.argv.slice(2).flatMap(swaggersBelow)) {
  const connector = await findConnector(file, '.'); // oxlint-disable-line no-await-in-loop -- one report after the other
  if (isFault(connector)) {
    const exception = exceptions.find((each) => each.file.test(file));
    if (exception) excepted++;
    else refused++;
    const { message, place } = connector;
    console.log(`${exception ? 'stated exception' : 'REFUSED'}  ${file}:${place?.line}:${place?.column}  ${message}`);
    continue;
  }
  const { operations } = connector;
  const faults = operations.flatMap((each) => {
    const fault = faultOf(each, operations) ?? webhookFault(each, connector);
    return fault === undefined ? [] : [`${each.id}: ${fault}`];
  });
  loaded++;
  requests += operations.length;
  wrong += faults.length;
  console.log(`${faults.length === 0 ? 'ok' : 'WRONG'}  ${file}  ${operations.length} operations`);
  if (faults.length > 0) console.log(`    ${faults.join('\n    ')}`);
}
console.log(
  `${loaded} loaded, ${excepted} stated exceptions, ${refused} refused; ${requests} requests, ${wrong} wrong`,
);
if (refused + wrong > 0 || loaded === 0) process.exitCode = 1;
