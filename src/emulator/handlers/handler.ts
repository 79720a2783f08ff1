// What an operation of the service looks like from inside.
import type { JsonObject } from '../../json.js';
import type { Arguments } from '../../swagger/index.js';
import type { ServiceError } from '../errors.js';
import type { Resource } from '../resource.js';
import type { ApiVersion } from '../versions.js';

/** A request that is authentic, has its route and a version that knows it. */
export interface Call {
  readonly arguments: Arguments;
  /** The JSON object of the body; an empty one when there is no body. */
  readonly body: JsonObject;
  readonly version: ApiVersion;
}

/** What a request is answered with. */
export type Reply =
  | { readonly status: number; readonly body?: JsonObject; readonly headers?: Headers }
  | { readonly error: ServiceError; readonly reason?: string; readonly headers?: Headers };

type Headers = Readonly<Record<string, string>>;

/** One operation of the service. */
export type Handler = (call: Call, resource: Resource) => Reply | Promise<Reply>;
