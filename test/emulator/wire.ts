// Requests as bytes on the wire, and what may come back for bytes that were tampered with.
import { connect } from 'node:net';
import { errorSchema, WELL_KNOWN_KEY, type Emulator } from '../../src/emulator/index.js';
import { parseJson } from '../../src/json.js';
import { validate } from '../../src/swagger/index.js';
import { signed, type Unsigned } from './exchange.js';

/** Everything that comes back until the connection ends. `end`: the client says that nothing more will come. */
export function exchanged(
  { endpoint }: Pick<Emulator, 'endpoint'>,
  parts: readonly (string | Uint8Array)[],
  end: boolean,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
    if (end) socket.end();
  });
}

/** 0 where nothing came back; that the body may come (100) is no answer yet. */
export const statusOf = (answer: string): number =>
  Number(/^(?:HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** A request to the well-known resource, signed now. */
export function requestText(unsigned: Unsigned, extra: readonly string[] = []): string {
  const { method, target, headers } = signed({ key: WELL_KNOWN_KEY, now: Date.now(), ...unsigned });
  const { body = '' } = unsigned;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${Buffer.byteLength(body)}`;
  return `${method} ${target} HTTP/1.1\r\n${[...lines, length, 'connection: close', ...extra].join('\r\n')}\r\n\r\n${body}`;
}

/** What is wrong with an answer to bytes that were made of a signed request; `none` where nothing is. */
export async function faultOf(original: Unsigned, sent: Uint8Array, answer: string): Promise<string> {
  const status = statusOf(answer);
  if (status === 0) return 'none'; // the connection ended
  if (status < 300) return onlyUnsignedChanged(original, sent) ? 'none' : 'a changed request was accepted';
  if (status < 400 || status > 499) return `status ${status}`;
  const body = answer.split(/\r\n\r\n/).at(-1) ?? '';
  const violations = body.startsWith('{') ? await validate({}, errorSchema, parseJson(body)) : [];
  return violations.length > 0 ? `a body that is no error: ${body}` : 'none';
}

/** What a signature covers is as it was: only the rest of the request may have changed, which nobody signs. */
function onlyUnsignedChanged(original: Unsigned, sent: Uint8Array): boolean {
  const text = Buffer.from(sent).toString('latin1');
  const value = (name: string): string => new RegExp(`^${name}: *(.*?) *\r$`, 'im').exec(text)?.[1] ?? '';
  const [line = ''] = text.split('\r\n');
  const signature = /SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=(.+)$/.exec(value('authorization'));
  const { headers } = signed({ ...original, key: WELL_KNOWN_KEY, now: Date.parse(value('x-ms-date')) });
  return (
    line.startsWith(`${original.method} ${original.target} HTTP/1.`) &&
    headers['authorization']?.endsWith(signature?.[1] ?? '-') === true
  );
}
