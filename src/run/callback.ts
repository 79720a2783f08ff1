import { createHmac } from 'node:crypto';
import type { StartRecord } from './event.js';

/**
 * Where an execution can be called back: a pure function of the run and the path, so that it outlives a restart. The
 * signature keeps out who does not have the URL.
 */
export function callbackUrl(start: StartRecord, path: string): string {
  return `${start.callbackBase ?? 'http://localhost'}${callbackPath(start, path)}`;
}

/** The same without the address: path and query. */
export function callbackPath(start: Signer, path: string): string {
  const { runId } = start;
  const signature = callbackSignature(start, path);
  return `/runs/${encodeURIComponent(runId)}/actions/${encodeURIComponent(path)}/callback?sig=${signature}`;
}

type Signer = Pick<StartRecord, 'runId' | 'seed'>;

/** What a caller shows to have been given the URL. The case of a path does not count, as it does not for names of actions. */
export function callbackSignature({ runId, seed }: Signer, path: string): string {
  return createHmac('sha256', seed).update(`${runId}/${path.toLowerCase()}`).digest('base64url');
}
