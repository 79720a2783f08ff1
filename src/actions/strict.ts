// `--strict`: an answer is held to the types of the connector's swagger, wherever it comes from.
import { apiName, connectionName } from '../connectors/index.js';
import type { Json } from '../json.js';
import type { Action, Again, Outcome } from '../run/index.js';
import { valueAt } from '../secrets.js';
import { typeFault, type Operation } from '../swagger/index.js';
import { resolved, type FindConnection } from './asked.js';
import { connectorKind } from './connector.js';
import { refused } from './outcome.js';

/**
 * The same action, failing like Power Automate where its connection is strict and an answer has other types than the swagger
 * says. It goes around mocks and recordings, too: they stand for what a service answers. What the service makes of the
 * types in a static result is not known.
 */
export function heldToSwagger(action: Action, find: FindConnection): Action {
  const kind = connectorKind(action.type);
  if (!kind) return action;
  return {
    type: action.type,
    async step(inputs, context) {
      const ended = await action.step(inputs, context);
      if (!isAnswer(ended)) return ended;
      const asked = resolved(kind, inputs, find);
      if ('status' in asked || !asked.strict) return ended;
      return checked(ended, asked.operation, {
        name: context.path.split('/').at(-1) ?? '',
        type: action.type,
        api: apiShown(inputs, asked.api),
      });
    },
  };
}

function isAnswer(ended: Outcome | Again): ended is Outcome {
  return 'status' in ended && ended.status === 'Succeeded';
}

interface Named {
  readonly name: string;
  readonly type: string;
  readonly api: string;
}

/** An answer as it is, or the failure that Power Automate makes of one whose types are wrong. */
function checked(outcome: Outcome, operation: Operation, { name, type, api }: Named): Outcome {
  const { outputs = null } = outcome;
  const [code, body] = [valueAt(outputs, '/statusCode'), valueAt(outputs, '/body')];
  if (typeof code !== 'number' || body === undefined) return outcome;
  const fault = typeFault(operation, code, body);
  if (fault === undefined) return outcome;
  // The words and the code were seen in public, of runs in Power Automate.
  const what = `workflow operation '${name}' of type '${type}'`;
  const message = `The API '${api}' returned an invalid response for ${what}. Error details: '${fault}'`;
  return { ...outcome, ...refused('ResponseSwaggerSchemaValidationFailure', message) };
}

/** The name of an API in messages: seen in public without its 'shared_'; that of the connection where none is known. */
function apiShown(inputs: Json, referenced: string | undefined): string {
  const api = apiName(inputs) ?? referenced;
  return api?.replace(/^shared_/i, '') ?? connectionName(inputs) ?? '';
}
