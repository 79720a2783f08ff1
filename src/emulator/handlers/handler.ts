// What an operation of the service looks like from inside.
import type { JsonObject } from '../../json.js';
import type { Arguments } from '../../swagger/index.js';
import type { Entra } from '../entra.js';
import type { ServiceError } from '../errors.js';
import type { Resource } from '../resource.js';
import type { ApiVersion } from '../versions.js';

/** A request that is authentic, has its route and a version that knows it. */
export interface Call {
  readonly arguments: Arguments;
  /** The JSON object of the body; an empty one when there is no body. */
  readonly body: JsonObject;
  readonly version: ApiVersion;
  /** Tells what is known of the tokens of Microsoft Entra. */
  readonly entra: Pick<Entra, 'check'>;
}

/** What a request is answered with. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: JsonObject;
      readonly headers?: Headers;
      /** What whoever runs the emulator should know. */
      readonly warning?: string;
    }
  | { readonly error: ServiceError; readonly reason?: string; readonly headers?: Headers };

type Headers = Readonly<Record<string, string>>;

/** One operation of the service. */
export type Handler = (call: Call, resource: Resource) => Reply | Promise<Reply>;
