import { describe, expect, it } from 'vitest';
import { headersOf } from '../../src/http/headers.js';

describe('headersOf', () => {
  it.each<[string[], Record<string, string>]>([
    // As Power Automate was seen to do it.
    [
      ['content-type', 'text/plain', 'server-timing', 'x', 'x-ms-request-id', 'r', 'X-own', 'o'],
      { 'Content-Type': 'text/plain', 'Server-Timing': 'x', 'x-ms-request-id': 'r', 'X-own': 'o' },
    ],
    [['cache-control', 'no-cache, no-store'], { 'Cache-Control': 'no-store, no-cache' }],
    [
      ['cache-control', 'private="a, b",  x=1, MAX-AGE = 5,', 'Cache-Control', 'public'],
      { 'Cache-Control': 'public, MAX-AGE = 5, private="a, b", x=1' },
    ],
    [['x-A', '1', 'X-a', '2', 'x-a', '3'], { 'x-A': '1,2,3' }],
    [['set-cookie', 'a=1; Path=/', 'Set-Cookie', 'b=2'], { 'Set-Cookie': 'a=1; Path=/,b=2' }],
    [['www-authenticate', 'Bearer', 'etag', '"1"'], { 'WWW-Authenticate': 'Bearer', ETag: '"1"' }],
    [['__proto__', '1'], JSON.parse('{"__proto__":"1"}') as Record<string, string>],
    [[], {}],
  ])('of %j is %j', (raw, headers) => {
    expect(headersOf(raw)).toEqual(headers);
  });
});
