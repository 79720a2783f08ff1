import type { HttpResponse, Send } from '../http/index.js';
import type { Json, JsonObject } from '../json.js';
import type { Arguments, Operation } from '../swagger/index.js';

/** A kind of service: what can be asked of it, and how a connection to one is made. */
export interface Connector {
  readonly name: string;
  readonly operations: readonly Operation[];
  /** The operations that its policies send elsewhere, where the service has them; absent where there are none. */
  readonly routed?: readonly Operation[];
  /** The paths of its swagger that a `$ref` takes to nothing; absent where there are none. */
  readonly lost?: readonly string[];
  /** Whether policies give the body of an operation's requests another shape than its swagger says; absent where none does. */
  readonly reshapes?: (operation: Operation) => boolean;
  /** What will not go as its author meant when an operation is called, in sentences; absent where all does. */
  readonly caveats?: (operation: Operation) => readonly string[];
  /** The parameters that a connection may have: another one is a slip of the pen. Absent where that is not known. */
  readonly parameters?: readonly string[];
  /** Makes a connection of its parameters; nothing is sent yet. Tokens are kept for as long as `now` says. */
  connect(parameters: JsonObject, send: Send, now?: () => number): Connection | ConnectionFault;
}

/** What a service answered, and the address that was asked: the links of an answer are relative to it (RFC 9110). */
export interface Answered extends HttpResponse {
  /** Absent where nothing in an answer is followed. */
  readonly address?: string;
}

/** A service that can be called. */
export interface Connection {
  /** The host that requests will go to, for people: shown before a run's first action. */
  readonly target: string;
  /** What nobody may see in the clear. */
  readonly secrets: readonly string[];
  /** The parameters that would sign its requests, where the connector asks for some and none is given; else absent. */
  readonly lacks?: readonly string[];
  /** What is odd about how it signs in; absent where nothing is. */
  readonly doubts?: readonly SignInDoubt[];
  /** Set where its host is that of the swagger, and none of its parameters has a say in it. */
  readonly hasHostOfSwagger?: true;
  /** Calls an operation. Rejects with SendError when no answer came; gives `refused` when the client would not ask. */
  invoke(operation: Operation, given: Arguments, call: Call): Promise<Answered | Refused>;
  /** Asks at a link that an answer gave: a poll, a next page, an end of a subscription. Absent where answers give none. */
  readonly follow?: Follow;
}

/**
 * A relative link is one at the address of `first`, the call that an action began with, or of the connection; another host
 * gets no credentials.
 */
export type Follow = (
  method: 'GET' | 'DELETE',
  link: string,
  call: Call,
  first?: { readonly operation: Operation; readonly given: Arguments },
) => Promise<Answered | Refused>;

export interface Call {
  /** Goes out as the client request id: the same for every attempt. */
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Told of a secret that came up on the way: nobody may see it in the clear. */
  readonly keep?: (secret: Json) => void;
}

/** The client found fault with the arguments before anything was sent. */
export interface Refused {
  readonly refused: string;
}

/** Why no connection can be made of these parameters. */
export interface ConnectionFault {
  /** The parameter at fault. */
  readonly parameter?: string;
  readonly message: string;
  readonly advice?: string;
  /** Where it is wrong, in a file of the connector. */
  readonly place?: FaultPlace;
}

/** Something odd about a parameter of a connection, in words that go on after its name. */
export interface SignInDoubt {
  readonly parameter: string;
  readonly code: 'UnaskedSignIn' | 'EmptyPassword';
  readonly message: string;
  readonly advice: string;
}

/** A place in a file; lines and columns count from 1. */
export interface FaultPlace {
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export function isFault(made: object): made is ConnectionFault {
  return 'message' in made;
}
