// The Http action at servers that do everything wrong: each is an outcome, and the run goes on.
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpAction } from '../../src/actions/http.js';
import { createSend } from '../../src/http/index.js';
import { limits, type Limits } from '../../src/http/limits.js';
import type { JsonObject } from '../../src/json.js';
import { contextOf, outcomeOf } from '../contracts/action.js';
import { wire } from '../http/wire.js';
import { closedPort, loopback, type Answer } from '../loopback.js';

async function outcomeAt(uri: string, more: JsonObject = {}, limit: Partial<Limits> = {}) {
  const send = createSend({ ...limits, ...limit });
  onTestFinished(() => send.close());
  return outcomeOf(
    httpAction(send, () => undefined),
    { method: 'GET', uri, ...more },
    contextOf(),
  );
}

const failed = (message: unknown, more = {}) => {
  const error = { code: 'BadRequest', message };
  return { status: 'Failed', code: 'BadRequest', error, ...more };
};
const says = (words: string) => expect.stringContaining(words) as unknown;

describe('a server that', () => {
  it('is down', async () => {
    const words = 'No connection could be made because the target machine actively refused it.';
    expect(await outcomeAt(`http://127.0.0.1:${await closedPort()}/`)).toEqual(failed(says(words), { retry: {} }));
  });

  it('has no name', async () => {
    const error = {
      code: 'UnresolvableHostName',
      message: "The provided host name 'no.invalid' could not be resolved.",
    };
    const outcome = await outcomeAt('http://no.invalid/');
    expect(outcome).toEqual({ status: 'Failed', code: 'UnresolvableHostName', error, retry: {} });
  });

  it.each([
    ['hangs up', '', 'An error occurred while sending the request.'],
    ['stops early', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{', 'Error while copying content to a stream.'],
    [
      'cannot count',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
      'The server returned an invalid or unrecognized response.',
    ],
    ['speaks in tongues', '\u0000\u0001\u0002', 'The server returned an invalid or unrecognized response.'],
  ])('%s', async (_, answer, words) => {
    expect(await outcomeAt(await wire(answer))).toEqual(failed(says(words), { retry: {} }));
  });

  it.each<[string, Answer, Partial<Limits>, string, object]>([
    ['is slow', () => undefined, { timeout: 50 }, 'did not respond within the timeout limit.', { retry: {} }],
    [
      'sends too much',
      (_, response) => response.writeHead(200, { 'content-length': 200 * 1024 * 1024 }).write('x'),
      {},
      'Cannot write more bytes to the buffer than the configured maximum buffer size: 104857600.',
      {},
    ],
    [
      'sends a bomb',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000))),
      { body: 100_000 },
      'Cannot write more bytes to the buffer than the configured maximum buffer size: 100000.',
      {},
    ],
    [
      'sends what is not packed as it says',
      (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('no'),
      {},
      'Error while copying content to a stream.',
      { retry: {} },
    ],
    [
      'sends JSON that is none',
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
      {},
      "Error while parsing JSON: 'Unexpected character encountered while parsing value: <. Path '', line 0, position 0.'",
      {},
    ],
  ])('%s', async (_, answer, limit, words, more) => {
    const { origin } = await loopback(answer);
    expect(await outcomeAt(origin, {}, limit)).toEqual(failed(says(words), more));
  });

  it('sends round in a circle', async () => {
    const { origin } = await loopback((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await outcomeAt(origin)).toMatchObject({ status: 'Failed', code: 'Found', outputs: { statusCode: 302 } });
  });

  it('speaks no TLS', async () => {
    const { host } = await loopback();
    const words = 'The SSL connection could not be established, see inner exception.';
    expect(await outcomeAt(`https://${host}/`)).toEqual(failed(says(words), { retry: {} }));
  });

  it.each([
    [{ headers: { 'a b': '1' } }, 'Header name must be a valid HTTP token ["a b"]'],
    [{ headers: { a: '1\r\nb: 2' } }, 'Invalid character in header content ["a"]'],
    [{ method: 'G T' }, 'Method must be a valid HTTP token ["G T"]'],
  ])('cannot be sent %j', async (inputs, words) => {
    const { origin, arrived } = await loopback();
    expect(await outcomeAt(origin, inputs)).toEqual(failed(`Http request failed: ${words}`));
    expect(arrived).toEqual([]);
  });
});
