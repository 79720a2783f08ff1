import { describe, expect, it } from 'vitest';
import { isThisMachine } from '../src/this-machine.js';

describe('this machine', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'contoso.localhost',
    'my_app.contoso.localhost',
    '127.0.0.1',
    '127.1.2.3',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]', // as a URL has the one above
  ])('is %s', (host) => {
    expect(isThisMachine(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '10.127.0.1',
    '::2',
    '::ffff:10.0.0.1',
    '127.example.com',
    '127.0.0.1.example.com',
    'localhost.example.com',
    'notlocalhost',
    '.localhost',
    'example.com/.localhost',
    'localhost:80',
  ])("is not '%s'", (host) => {
    expect(isThisMachine(host)).toBe(false);
  });
});
