import { stringifyJson, type JsonObject } from '../json.js';
import type { ServiceResponse } from './response.js';

/** An answer of the emulator's own, besides the service's operations; `operation` is its name in the log. */
export function jsonPage(operation: string, status: number, body: JsonObject): ServiceResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: stringifyJson(body), operation };
}
