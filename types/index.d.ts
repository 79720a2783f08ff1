// The types of dryflow. Made by scripts/types.ts: change the sources, then npm run generate.

declare global {
  interface AbortSignal {}
}

/** How to run a workflow from code. */
interface RunWorkflowOptions extends Omit<RunOptions, 'replay'> {
  /** An action without a mock asks nobody, and fails; the path of a folder: actions answer as they were recorded there. */
  readonly replay?: boolean | string;
  /** The path of a folder that keeps what actions are answered, secrets masked. */
  readonly record?: string;
  /** Leave tokens, keys and secure parameters in the view as they are. */
  readonly showSecrets?: boolean;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

/** How a workflow is to be run. */
interface RunOptions extends Surrounding {
  /** What the trigger gives: the request's body and headers. */
  readonly trigger?: {
    readonly body?: Json;
    readonly headers?: JsonObject;
  };
  /** Of the workflow, and of the ARM template that it stands in. */
  readonly parameters?: JsonObject;
  /** The same as text, read by each parameter's type: text for strings, JSON for the others, `a,b` for arrays of text too. */
  readonly parameterTexts?: {
    readonly [name: string]: string;
  };
  /** Which workflow, by its name or GUID, of a file or a folder that holds several. */
  readonly workflow?: string;
  /** The values of `appsetting()`; the environment where left out. */
  readonly appSettings?: {
    readonly [name: string]: string;
  };
  /** When the run believes to begin, ISO 8601. */
  readonly now?: string;
  /** Where the run is kept; left out: in memory, as long as it is looked at. */
  readonly history?: HistoryOptions;
}

/** What is around a run, the first time and when it is resumed. */
interface Surrounding {
  /** The path of a connections file; left out: `connections.yaml` beside the workflow, where there is one. */
  readonly connections?: string;
  /** Never a real resource of ACS, whatever the environment and the connections file say. */
  readonly onlyEmulator?: boolean;
  /** Actions that answer from here instead of doing anything. */
  readonly mocks?: Mocks;
  /** The mocks are a recording: an action without one asks nobody, and fails. */
  readonly replay?: boolean;
  /** Connectors answer as their swagger says, and no service is asked; ACS Identity is the emulator. */
  readonly mockConnectors?: {
    readonly seed: string;
  };
  /** Nobody is asked at all: other actions than those of connectors have made-up answers, too, and no time passes. */
  readonly dryRun?: boolean;
  /** An action fails where its connector's answer is not of the types that the swagger says, as in Power Automate. */
  readonly strict?: boolean;
  /** Waits, retries and the life of tokens pass at once, in virtual time. */
  readonly fastForward?: boolean;
  readonly env?: {
    readonly [name: string]: string | undefined;
  };
}

/**
 * Mocks by action name, in any case, or by the path of one execution (`Each[3]/Get`), which comes first. A list answers one step after the other, retries included; its last entry stays. A
 * statusCode that a service may recover from (408, 429, 5xx) is tried again as the action's policy says.
 */
interface Mocks {
  readonly [action: string]: Mock | readonly Mock[];
}

/** What a mocked action gives: an HTTP answer in short (`statusCode`, `headers`, `body`), or `outputs` and `status` as they are. */
interface Mock {
  readonly statusCode?: number;
  readonly headers?: {
    readonly [name: string]: string;
  };
  readonly body?: Json;
  readonly outputs?: Json;
  readonly status?: 'Succeeded' | 'Failed' | 'TimedOut' | 'Skipped';
  readonly code?: string;
  readonly error?: ActionError;
  /** Another attempt may help, although no answer came that says so. */
  readonly retry?: boolean;
}

type Json = null | boolean | number | bigint | Float | Decimal | string | readonly Json[] | JsonObject;

/** A float whose value is integral, as `5.0` or `1e300` is: as a plain number it would pass for an integer. */
declare class Float {
  readonly value: number;
  constructor(value: number);
}

/** A .NET decimal: `coefficient` × 10^-`scale`, with a scale from 0 to 28. */
declare class Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
  constructor(coefficient: bigint, scale: number);
  toString(): string;
}

interface JsonObject {
  readonly [name: string]: Json;
}

interface ActionError {
  readonly code: string;
  readonly message: string;
}

/** Where to keep runs, and how safely. */
interface HistoryOptions {
  readonly file: string;
  /** `full`: on the disk before anything is done with it; `normal`: safe from a crash of the process; `none`: when it suits. */
  readonly durability?: SqliteHistoryParts['durability'];
}

/** Where a history is kept, and how. */
interface SqliteHistoryParts extends Guard {
  readonly path: string;
  /** How safe what is appended is against an outage of the power; a process may die at any time. `normal` where left out. */
  readonly durability?: Durability;
  /** How long another process's writing is waited for, in milliseconds. */
  readonly busyTimeout?: number;
  /** The size that counts as a full disk, in pages. */
  readonly maxPages?: number;
  /** Where the file may only be read, it can be looked at all the same, and not changed. */
  readonly orCopy?: boolean;
}

/** What is secret, and the key that what a resume needs is sealed with; it is asked for when there is something to seal. */
interface Guard {
  readonly secrets: Secrets;
  readonly key: () => Uint8Array;
}

interface Secrets {
  /** Takes a value, and the strings inside it, for a secret from now on. */
  add(value: Json): void;
  /** A text with every secret in it covered. */
  text(text: string): string;
  /** A value with every secret in it covered; the same object where there is none. */
  value<T>(value: T): T;
}

/**
 * How safe a committed transaction is. Each survives the death of the process; `normal` and `full` an outage of the power
 * without damage to the file, and `full` without losing the last transactions.
 */
type Durability = 'full' | 'normal' | 'none';

/** A run at its end, and what was odd about its workflow and options before it began. */
interface WorkflowResult extends RunView {
  readonly warnings: readonly Diagnostic[];
}

/** A run as people and tests look at it. */
interface RunView {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus | 'Running';
  readonly startTime: string;
  readonly endTime?: string;
  readonly error?: ActionError;
  readonly trigger: TriggerRecord;
  readonly parameters: JsonObject;
  /** By name, in the order in which they began. */
  readonly actions: {
    readonly [name: string]: ActionView;
  };
  readonly outputs: JsonObject;
  /** What a Response action answered. */
  readonly response?: Response;
}

type RunStatus = 'Succeeded' | 'Failed' | 'TimedOut' | 'Cancelled';

interface TriggerRecord {
  readonly name: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  /** Nothing happened that would start the run: the outputs were made up. */
  readonly mocked?: true;
}

/** An action: its execution, or for one inside a loop the last of its repetitions, and all of them. */
interface ActionView extends ExecutionView {
  readonly name: string;
  readonly type: string;
  /** The scope, condition or switch that it stands in. */
  readonly parent?: string;
  readonly repetitions?: readonly (ExecutionView & {
    readonly path: string;
  })[];
}

/** One execution of an action. */
interface ExecutionView {
  /** `Waiting`: for a call from outside. */
  readonly status: ActionStatus | 'Running' | 'Waiting';
  readonly code?: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  readonly error?: ActionError;
  readonly startTime: string;
  readonly endTime?: string;
  /** Failed attempts that were followed by another one. */
  readonly retryHistory?: readonly RetryRecord[];
  readonly trackedProperties?: JsonObject;
  /** How many iterations a loop has had. */
  readonly iterationCount?: number;
}

type ActionStatus = 'Succeeded' | 'Failed' | 'Skipped' | 'TimedOut' | 'Cancelled';

/** A failed attempt that is followed by another one. */
interface RetryRecord {
  readonly startTime: string;
  readonly endTime: string;
  readonly code: string;
  readonly error?: ActionError;
}

/** What a Response action sends to the caller. */
interface Response {
  readonly statusCode: number;
  readonly headers: {
    readonly [name: string]: string;
  };
  readonly body?: Json;
}

/** A problem at its place in a file: what a user sees. */
interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  readonly file: string;
  readonly range?: Range;
}

/** A piece of a text; the end is just after its last character. */
interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a text: lines and columns count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A workflow that cannot be run as it is. The message shows every fault at its place in the file. */
declare class WorkflowError extends Error {
  readonly name = 'WorkflowError';
  readonly diagnostics: readonly Diagnostic[];
  constructor(message: string, diagnostics: readonly Diagnostic[]);
}

/**
 * Runs a workflow to its end: a file's, or one given as a definition. A failed run is a result, with its `status` and
 * `error`; rejects with WorkflowError where nothing could be run, and with TypeError where an option makes no sense.
 * Without a connection, ACS Identity is an emulator inside this process.
 */
declare function runWorkflow(
  fileOrDefinition: string | JsonObject,
  options?: RunWorkflowOptions,
): Promise<WorkflowResult>;

/**
 * Evaluates the templates in a value (`"@concat('a', 'b')"`) over plain data; throws ExpressionError, or TypeError for a
 * context that is none.
 */
declare function evaluate(template: Json, context?: Context): Json;

/** Plain data that stands in for a run: what a test or `dryflow eval --context` hands to an expression. */
interface Context {
  readonly dialect?: Dialect;
  readonly parameters?: JsonObject;
  readonly variables?: JsonObject;
  /** The trigger's record: `{ name, outputs: { headers, body } }`. */
  readonly trigger?: JsonObject;
  /** The records of actions by name: `{ status, inputs, outputs }`; `name` is added where it is missing. */
  readonly actions?: {
    readonly [name: string]: JsonObject;
  };
  /** The name of the action whose record `action()` gives. */
  readonly currentAction?: string;
  /** What `result()` gives for a scope or a loop. */
  readonly results?: {
    readonly [scope: string]: readonly Json[];
  };
  readonly item?: Json;
  /** What `items()` gives for a loop. */
  readonly items?: JsonObject;
  readonly iterationIndexes?: {
    readonly [loop: string]: number;
  };
  readonly workflow?: JsonObject;
  readonly appSettings?: {
    readonly [name: string]: string;
  };
  readonly callbackUrl?: string;
  /** The instant that `utcNow()` gives, ISO 8601. The clock where it is missing. */
  readonly now?: string;
  /** A number in [0, 1), to make `rand()` and `guid()` repeatable. Chance where it is missing. */
  readonly random?: () => number;
}

type Dialect = 'logic-apps' | 'power-automate';

/** A template that cannot be read or evaluated. The message is the service's own. */
declare class ExpressionError extends Error {
  readonly name = 'ExpressionError';
  readonly code: ExpressionErrorCode;
  readonly template: string | undefined;
  readonly span: Span | undefined;
  readonly advice: string | undefined;
  constructor(code: ExpressionErrorCode, message: string, details?: ErrorDetails);
  /** The same error, with the place where it happened filled in as far as it was not known. */
  at(place: { readonly template?: string; readonly span?: Span }): ExpressionError;
}

/**
 * What kind of fault an expression has. The first five can be told before anything runs; the others depend on values.
 * `NotSupported` is ours alone: the service can, dryflow cannot yet.
 */
type ExpressionErrorCode =
  | 'Syntax'
  | 'TooLong'
  | 'TooDeep'
  | 'UnknownFunction'
  | 'Arity'
  | 'ArgumentType'
  | 'InvalidArgument'
  | 'Selection'
  | 'NotFound'
  | 'NotSupported';

/** A part of a template's text: offsets of UTF-16 units, the end not included. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where an error is, and what the user can do about it. */
interface ErrorDetails {
  /** The whole template string as it stands in the definition. */
  readonly template?: string;
  /** The part of the template that is at fault. */
  readonly span?: Span;
  /** What to do about it: a nearby name, the right form. The service has no such field. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/** Starts the emulator; resolves when it accepts requests, rejects when an option makes no sense or a port is taken. */
declare function startEmulator(options?: EmulatorSettings): Promise<Emulator>;

/** How an emulator is to run. */
interface EmulatorSettings extends Omit<EmulatorOptions, 'https'> {
  /** Opens a second door, for the SDKs that speak https only; true for one with the usual port and certificate. */
  readonly https?: boolean | Partial<HttpsOptions>;
  /** A folder that keeps identities, access keys and the key of tokens, so that all of them outlive a restart. */
  readonly data?: string;
}

/** How an emulator is to run. */
interface EmulatorOptions {
  /** The port of http; 0 for any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Opens a second door, for the SDKs that speak https only. */
  readonly https?: HttpsOptions;
  /** The resources there are, the one that `connectionString` is of first; left out: a well-known one. */
  readonly resources?: readonly ResourceOptions[];
  /** The time that tokens live by, in milliseconds since 1970; it may be a virtual one. Signatures go by the real time. */
  readonly clock?: () => number;
  /** False: nobody is asked for a signature or a token. */
  readonly auth?: boolean;
  /** Fetches a JSON Web Key Set with the keys of a real Entra tenant, whose tokens are then good too. */
  readonly entraKeys?: () => Promise<Json>;
  /** How long a revocation takes to be in force, in milliseconds; left out: it is at once. */
  readonly revocationDelay?: number;
  /** Refuses an api-version newer than all that are known; left out: it is taken for the newest, with a warning. */
  readonly strictApiVersion?: boolean;
  /** Adds what the preview of 2025-03-02 has: custom ids, and reading an identity. */
  readonly preview?: boolean;
  /** Multiplies the service's rate limits; 0 switches them off; left out: they are the service's. */
  readonly limits?: number;
  /** Faults to show, such as `issue:503:every=3`. */
  readonly faults?: readonly string[];
  /** A file that keeps the key that tokens are signed with, so that they outlive a restart. */
  readonly signingKeyPath?: string;
  /** Where identities are kept; left out: in memory. */
  readonly store?: Store;
  /** A file that keeps access keys made anew and removals of resources, so that they outlive a restart. */
  readonly settingsPath?: string;
  /** How long a request may take to arrive, in milliseconds; left out: 10 seconds. */
  readonly patience?: number;
  /** Called once per request. What it is told holds no key and no token. */
  readonly onRequest?: (entry: RequestLog) => void;
}

/** The door of https. */
interface HttpsOptions {
  /** 0 for any free one; left out: the one after that of http, and a free one where that is free. */
  readonly port?: number;
  /** The folder that keeps the development certificate, which is made when it is missing. */
  readonly certificateFolder: string;
}

/** A resource as it is wanted; what is left out follows from its name, the same at every start. */
interface ResourceOptions {
  readonly name: string;
  readonly id?: string;
  /** Base64. */
  readonly accessKey?: string;
  readonly secondaryAccessKey?: string;
}

/** Where identities are kept. Synchronous, so that a request's reading and writing cannot be torn apart. */
interface Store {
  get(id: string): Identity | undefined;
  /** The identity of a resource (its GUID) that has this name. */
  findCustom(resourceId: string, customId: string): Identity | undefined;
  put(identity: Identity): void;
  delete(id: string): void;
}

/** A user of the resource. */
interface Identity {
  /** The raw id: `8:acs:<resource>_<user>`. */
  readonly id: string;
  /** The `iat` of its youngest token, in epoch seconds; 0 when it has none. */
  readonly lastIssued: number;
  /** Tokens with an `iat` up to this one are revoked, in epoch seconds; 0 when none is. */
  readonly revokedUntil: number;
  /** Revocations that are not in force everywhere yet; absent when there is none. */
  readonly revocations?: readonly Revocation[];
  /** The name that an application gave it (a preview of the service); absent when it has none. */
  readonly customId?: string;
}

/** A revocation on its way. */
interface Revocation {
  /** Tokens with an `iat` up to this one will be revoked, in epoch seconds. */
  readonly until: number;
  /** From when on, in milliseconds since 1970. */
  readonly from: number;
}

/** One line of the emulator's log. */
interface RequestLog {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Empty where what came was no request. */
  readonly method: string;
  readonly operation: string | undefined;
  /** The name of the resource, once it is known. */
  readonly resource: string | undefined;
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly ms: number;
  /** Why the request was refused. */
  readonly reason: string | undefined;
  /** What to know of a request that was served. */
  readonly warning: string | undefined;
}

/** An emulator that accepts requests. */
interface Emulator extends Address {
  /** What an SDK takes for each resource, by its name. */
  readonly connectionStrings: Readonly<Record<string, string>>;
  /** The same over https, and the file with the certificate that clients have to trust. */
  readonly https:
    | (Address & {
        readonly caPath: string;
      })
    | undefined;
  readonly service: Service;
  close(): Promise<void>;
}

/** Where an SDK finds the emulator. */
interface Address {
  /** `http://127.0.0.1:10227` */
  readonly endpoint: string;
  /** What an SDK takes, with the primary key of the first resource. */
  readonly connectionString: string;
}

/** Communication Services Identity, offline. */
interface Service {
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** Whether a token can be used now, and if not, why. */
  inspect(token: string): Promise<TokenState>;
  /** The keys with which others check tokens, as a JSON Web Key Set. */
  keys(): Promise<JsonObject>;
}

/** A request as it came over the wire: the target raw, the names of headers in lower case. */
interface ServiceRequest {
  /** How it came; left out: over https, as everything does at the service. */
  readonly scheme?: 'http' | 'https';
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What the service answers, and what a log may say about it. */
interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The operation that was asked for, if there is one. */
  readonly operation: string | undefined;
  /** Why the request was refused, without any secret. */
  readonly reason?: string | undefined;
  /** What whoever runs the emulator should know of a request that was served. */
  readonly warning?: string | undefined;
  /** The name of the resource, once it is known. */
  readonly resource?: string | undefined;
  /** How long the answer is held back, in milliseconds. */
  readonly delay?: number;
  /** The connection ends in its place. */
  readonly reset?: boolean;
}

/** Whether a token can be used now; what it says is told of every token that is ours. */
type TokenState =
  | ({
      readonly valid: true;
    } & TokenFacts)
  | ({
      readonly valid: false;
      readonly reason: Invalidity;
      readonly message: string;
    } & Partial<TokenFacts>);

/** What a token of ours says. */
interface TokenFacts {
  /** The raw id. */
  readonly user: string;
  /** The name of the resource, or its GUID where the emulator has no such resource. */
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly issuedOn: string;
  readonly expiresOn: string;
  /** What the scopes allow, capability by capability. */
  readonly permissions: Readonly<Record<string, boolean>>;
}

type Invalidity = keyof typeof MESSAGES;

declare const MESSAGES: {
  malformed: string;
  'bad-signature': string;
  'other-resource': string;
  'resource-removed': string;
  'key-regenerated': string;
  deleted: string;
  revoked: string;
  expired: string;
};

export {
  type RunWorkflowOptions,
  type WorkflowResult,
  WorkflowError,
  runWorkflow,
  evaluate,
  type Context,
  ExpressionError,
  type Diagnostic,
  type ActionView,
  type ExecutionView,
  type RunView,
  Decimal,
  Float,
  type Json,
  type JsonObject,
  type Mock,
  type Mocks,
  startEmulator,
  type EmulatorSettings as EmulatorOptions,
  type Emulator,
};
