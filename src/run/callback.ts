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
export function callbackPath({ runId, seed }: Pick<StartRecord, 'runId' | 'seed'>, path: string): string {
  const signature = createHmac('sha256', seed).update(`${runId}/${path}`).digest('base64url');
  return `/runs/${encodeURIComponent(runId)}/actions/${encodeURIComponent(path)}/callback?sig=${signature}`;
}
