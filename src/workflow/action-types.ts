// Every action type that Logic Apps and Power Automate know (reference, section 4.1): what the parser checks, and what
// the editors' schema offers. A type this version cannot run is known by name and says so; it is never skipped in silence.
import type { JsonObject } from '../json.js';
import {
  actions,
  authentication,
  object,
  orTemplate,
  retryPolicy,
  text,
  type Keyword,
  type Keywords,
} from './keywords.js';

/** Who carries the action out: the interpreter (control, data, variable), or a leaf that touches the world. */
export type Family = 'control' | 'data' | 'variable' | 'leaf';

export interface ActionType {
  /** The canonical spelling. */
  readonly type: string;
  readonly family: Family;
  /** Whether this version can run it. */
  readonly runs: boolean;
  readonly description: string;
  /** Keywords beside those of every action; `inputs` is not listed here. */
  readonly keywords?: Keywords;
  /** What `inputs` is: a map of these properties, or any value at all. Left out: the type has no inputs. */
  readonly inputs?: Keywords | 'any';
  /** `inputs` may hold more than the listed properties. */
  readonly open?: true;
  readonly kinds?: readonly string[];
}

const integer = (minimum: number, maximum?: number): JsonObject =>
  orTemplate({ type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) });
const list = orTemplate({ type: 'array' });
const map = orTemplate(object);

const need = (description: string, schema?: JsonObject): Keyword => ({
  description,
  required: true,
  ...(schema ? { schema } : {}),
});
const may = (description: string, schema?: JsonObject): Keyword => ({ description, ...(schema ? { schema } : {}) });

const nested = need('The actions inside: a list runs in order, a map as runAfter says.', actions);
const host = need('The connection and the operation.', object);
const headers = may('Headers of the request, by name.', map);
const queries = may('Query parameters, by name. They replace the query of the URI.', map);
const body = may('The body: JSON or text.');
const parameters = may('The parameters of the operation, by name.', map);
const from = need('The array to work on.', list);
const httpMethod = need('GET, POST, PUT, PATCH, DELETE, …', text);
const openApi: Keywords = { host, parameters, authentication, retryPolicy };
const variable: Keywords = { name: need('The name of the variable.', text), value: need('The value.') };
const counter: Keywords = {
  name: need('The name of the variable.', text),
  value: may('By how much. Left out: 1.', integer(0)),
};

type Details = Omit<ActionType, 'type' | 'family' | 'runs' | 'description'>;

/** One line of the table. */
function row(family: Family, runs: boolean, type: string, description: string, details: Details = {}): ActionType {
  return { type, family, runs, description, ...details };
}

/** A type that needs something outside this machine, and whose inputs are not looked at. */
const foreign = (type: string, description: string): ActionType =>
  row('leaf', false, type, description, { inputs: 'any' });

export const actionTypes: readonly ActionType[] = [
  row('control', true, 'If', 'Runs one branch if a condition is true, another if it is false.', {
    keywords: {
      expression: need('The condition: an expression, or { and: [{ equals: [a, b] }] }.', {
        type: ['string', 'object', 'boolean'],
      }),
      actions: may('What runs when the condition is true.', actions),
      else: may('What runs when it is false: { actions }.', {
        type: 'object',
        properties: { actions },
        required: ['actions'],
        additionalProperties: false,
      }),
    },
  }),
  row('control', true, 'Switch', 'Runs the case whose value equals the expression.', {
    keywords: {
      expression: need('The value to look at: text or an integer.'),
      cases: need('The cases, by name: { case, actions }.', {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            case: { type: ['string', 'integer'], description: 'The value that selects this case.' },
            actions,
          },
          required: ['case', 'actions'],
          additionalProperties: false,
        },
      }),
      default: may('What runs when no case fits: { actions }.', {
        type: 'object',
        properties: { actions },
        required: ['actions'],
        additionalProperties: false,
      }),
    },
  }),
  row('control', true, 'Foreach', 'Runs its actions once for each item of an array, several at a time.', {
    keywords: { foreach: need('The array: an expression, or a list.', { type: ['string', 'array'] }), actions: nested },
  }),
  row(
    'control',
    true,
    'Until',
    'Repeats its actions until a condition is true. The condition is tested after the actions.',
    {
      keywords: {
        expression: need('The condition that ends the loop.', { type: ['string', 'object', 'boolean'] }),
        limit: may('When to give up: { count, timeout }. Left out: 60 times, one hour.', {
          type: 'object',
          properties: {
            count: { description: 'The most iterations, up to 5,000.', ...integer(1, 5000) },
            timeout: { description: 'An ISO 8601 duration.', type: 'string', examples: ['PT1H'] },
          },
        }),
        actions: nested,
      },
    },
  ),
  row('control', true, 'Scope', 'Groups actions: they succeed or fail as one.', { keywords: { actions: nested } }),
  row('control', true, 'Terminate', 'Ends the run with a status.', {
    inputs: {
      runStatus: need('The status of the run.', { enum: ['Succeeded', 'Failed', 'Cancelled'] }),
      runError: may('For Failed: { code, message }.', map),
    },
  }),
  row('control', true, 'Wait', 'Waits for some time, or until a time.', {
    inputs: {
      interval: may('How long: { count, unit }.', map),
      until: may('Until when: { timestamp }.', map),
    },
  }),

  row('variable', true, 'InitializeVariable', 'Declares variables. It stands at the top level of a workflow.', {
    inputs: {
      variables: need('The variables: [{ name, type, value }].', {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'The name of the variable.' },
            type: {
              enum: ['boolean', 'integer', 'float', 'string', 'array', 'object'],
              description: 'The type of its values.',
            },
            value: { description: 'The first value.' },
            description: { type: 'string', description: 'A note for people.' },
          },
          required: ['name', 'type'],
          additionalProperties: false,
        },
      }),
    },
  }),
  row('variable', true, 'SetVariable', 'Gives a variable a new value.', { inputs: variable }),
  row('variable', true, 'IncrementVariable', 'Adds to a number variable.', { inputs: counter }),
  row('variable', true, 'DecrementVariable', 'Subtracts from a number variable.', { inputs: counter }),
  row('variable', true, 'AppendToArrayVariable', 'Adds an item to an array variable.', { inputs: variable }),
  row('variable', true, 'AppendToStringVariable', 'Adds text to a string variable.', { inputs: variable }),

  row('data', true, 'Compose', 'Makes a value out of others: its output is its input, evaluated.', { inputs: 'any' }),
  row('data', true, 'ParseJson', 'Reads JSON text and checks it against a schema.', {
    inputs: { content: need('The JSON: text or a value.'), schema: may('A JSON Schema.', map) },
  }),
  row('data', true, 'Query', 'Filters an array.', {
    inputs: { from, where: need('The condition an item must meet; item() is the item.') },
  }),
  row('data', true, 'Select', 'Makes another value out of each item of an array.', {
    inputs: { from, select: need('The new value; item() is the item.') },
  }),
  row('data', true, 'Join', 'Joins the items of an array to a text.', {
    inputs: { from, joinWith: need('What stands between two items.', text) },
  }),
  row('data', true, 'Table', 'Writes an array as a CSV or HTML table.', {
    inputs: {
      from,
      format: need('CSV or HTML.', text),
      columns: may('The columns: [{ header, value }]. Left out: all properties.', list),
    },
  }),
  row('data', true, 'Expression', 'Calculates with dates and times, or with text.', {
    inputs: 'any',
    kinds: [
      'AddToTime',
      'ConvertTimeZone',
      'CurrentTime',
      'GetFutureTime',
      'GetPastTime',
      'IndexOf',
      'SubtractFromTime',
    ],
  }),

  row('leaf', true, 'Http', 'Sends an HTTP request.', {
    inputs: {
      method: httpMethod,
      uri: need('The address.', text),
      headers,
      queries,
      body,
      cookie: may('The Cookie header.', text),
      authentication,
      retryPolicy,
    },
  }),
  row('leaf', true, 'HttpWebhook', 'Subscribes to an HTTP service and waits until it calls back.', {
    inputs: {
      subscribe: need('The request that subscribes: { method, uri, headers, body, authentication, retryPolicy }.', map),
      unsubscribe: may('The request that unsubscribes.', map),
    },
  }),
  row('leaf', true, 'Response', 'Answers the request that started the workflow.', {
    kinds: ['Http', 'PowerApp', 'VirtualAgent', 'Skills', 'Teams'],
    inputs: {
      statusCode: need('The HTTP status code.', orTemplate({ type: ['integer', 'string'] })),
      headers: may('Headers of the answer, by name.', map),
      body,
      schema: may('A JSON Schema of the body, for designers.', map),
    },
  }),
  row('leaf', true, 'ApiConnection', 'Calls an operation of a managed connector, by method and path.', {
    inputs: {
      host,
      method: httpMethod,
      path: need('The path of the operation.', text),
      queries,
      headers,
      body,
      authentication,
      retryPolicy,
    },
    open: true,
  }),
  row(
    'leaf',
    true,
    'ApiConnectionWebhook',
    'Calls an operation of a managed connector and waits until it calls back.',
    {
      inputs: {
        host,
        path: need('The path of the operation.', text),
        queries,
        headers,
        body,
        authentication,
        retryPolicy,
      },
      open: true,
    },
  ),
  row('leaf', true, 'OpenApiConnection', 'Calls an operation of a connector, by its name.', { inputs: openApi }),
  row('leaf', true, 'OpenApiConnectionWebhook', 'Calls an operation of a connector and waits until it calls back.', {
    inputs: openApi,
  }),
  row('leaf', false, 'OpenApiConnectionNotification', 'Subscribes to an operation of a connector.', {
    inputs: openApi,
  }),
  row('leaf', true, 'ServiceProvider', 'Calls an operation of a built-in connector of Logic Apps Standard.', {
    inputs: {
      serviceProviderConfiguration: need('The connection and the operation.', object),
      parameters,
      authentication,
      retryPolicy,
    },
  }),
  row('leaf', true, 'Workflow', 'Starts another workflow and waits for its answer.', {
    inputs: { host: need('The workflow: { workflow: { id } }.', object), headers, body, retryPolicy },
    open: true,
  }),
  row('leaf', true, 'Function', 'Calls an Azure function.', {
    inputs: {
      function: need('The function: { id }, or { connectionName }.', object),
      method: may('The HTTP method. Left out: POST.', text),
      headers,
      queries,
      body,
      authentication,
      retryPolicy,
    },
    open: true,
  }),
  row('leaf', true, 'InvokeFunction', 'Calls a function of the same Logic App.', {
    inputs: { functionName: need('The name of the function.', text), parameters },
    open: true,
  }),
  foreign('ApiManagement', 'Calls an operation behind Azure API Management.'),
  row('leaf', true, 'JavaScriptCode', 'Runs a piece of JavaScript.', {
    inputs: {
      code: need('The body of a function: return gives the result. It sees workflowContext.', { type: 'string' }),
      explicitDependencies: may('What the code needs and does not name with a dot: { actions, includeTrigger }.', map),
    },
  }),
  foreign('CSharpScriptCode', 'Runs a piece of C#.'),
  foreign('PowershellCode', 'Runs a piece of PowerShell.'),

  foreign('Agent', 'Lets a language model choose among tools.'),
  foreign('NestedAgent', 'Calls another agent.'),
  foreign('AgentHandOff', 'Hands the conversation over to another agent.'),
  foreign('McpClientTool', 'Calls a tool of an MCP server.'),
  foreign('ParseDocument', 'Reads the text of a document.'),
  foreign('ParseDocumentWithMetadata', 'Reads the text of a document, with its place in it.'),
  foreign('ChunkText', 'Cuts text into pieces for a language model.'),
  foreign('ChunkTextWithMetadata', 'Cuts text into pieces, each with its place.'),

  foreign('ApiApp', 'Calls an API app.'),
  foreign('ArchiveZip', 'Packs content into a zip.'),
  foreign('As2Decode', 'Decodes an AS2 message.'),
  foreign('As2Encode', 'Encodes an AS2 message.'),
  foreign('Changeset', 'Sends several operations to Dataverse as one.'),
  foreign('EdifactBatchEncode', 'Encodes a batch of EDIFACT messages.'),
  foreign('EdifactDecode', 'Decodes an EDIFACT message.'),
  foreign('EdifactEncode', 'Encodes an EDIFACT message.'),
  foreign('FlatFileDecoding', 'Reads a flat file by a schema.'),
  foreign('FlatFileEncoding', 'Writes a flat file by a schema.'),
  foreign('Flow', 'Starts another flow.'),
  foreign('HL7Decode', 'Decodes an HL7 message.'),
  foreign('HL7Encode', 'Encodes an HL7 message.'),
  foreign('IntegrationAccountArtifactLookup', 'Looks up an artifact of an integration account.'),
  {
    ...foreign('Liquid', 'Transforms JSON or XML by a Liquid template.'),
    kinds: ['JsonToJson', 'JsonToText', 'XmlToJson', 'XmlToText'],
  },
  foreign('RosettaNetDecode', 'Decodes a RosettaNet message.'),
  foreign('RosettaNetEncode', 'Encodes a RosettaNet message.'),
  foreign('RosettaNetWaitForResponse', 'Waits for a RosettaNet answer.'),
  foreign('SendToBatch', 'Sends a message to a batch.'),
  foreign('SwiftDecode', 'Decodes a SWIFT message.'),
  foreign('SwiftEncode', 'Encodes a SWIFT message.'),
  foreign('SwiftMTDecode', 'Decodes a SWIFT MT message.'),
  foreign('SwiftMTEncode', 'Encodes a SWIFT MT message.'),
  foreign('X12BatchEncode', 'Encodes a batch of X12 messages.'),
  foreign('X12Decode', 'Decodes an X12 message.'),
  foreign('X12Encode', 'Encodes an X12 message.'),
  foreign('XmlCompose', 'Writes XML by a schema.'),
  foreign('XmlParse', 'Reads XML by a schema.'),
  foreign('XmlValidation', 'Checks XML against a schema.'),
  { ...foreign('Xslt', 'Transforms XML by a stylesheet.'), kinds: ['DataMapper'] },
];

const byName = new Map(actionTypes.map((type) => [type.type.toLowerCase(), type]));

/** The action type of a name in any case. */
export function actionType(name: string): ActionType | undefined {
  return byName.get(name.toLowerCase());
}

/** Whether an action calculates in a way that this version does not know: Power Automate has more kinds than are documented. */
export function isUnknownExpression({ type, kind }: { readonly type: string; readonly kind?: string }): boolean {
  return type === 'Expression' && !actionType(type)?.kinds?.some((known) => known === kind);
}
