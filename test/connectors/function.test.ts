import { describe, expect, it } from 'vitest';
import { functionConnector, makeConnection } from '../../src/connectors/index.js';
import type { JsonObject } from '../../src/json.js';

const nothing = () => Promise.reject(new Error('Nothing may be sent here.'));

describe('a function', () => {
  it('has a host to show, and secrets', () => {
    const url = 'https://app.example:8443/api/Add?code=key-in-the-address';
    const { target, secrets } = functionConnector.connect({ url, key: 'the-key' }, nothing) as {
      target: string;
      secrets: readonly string[];
    };
    expect(target).toBe('app.example:8443');
    expect(secrets).toEqual(['the-key', 'key-in-the-address']);
  });

  it.each<[JsonObject, string]>([
    [{}, "A function needs a 'url'."],
    [{ url: 'localhost:7071/api/Add' }, "The parameter 'url' is not an absolute http or https address."],
    [{ url: 'http://' }, "The parameter 'url' is not an absolute http or https address."],
    [{ url: 5 }, "The parameter 'url' is not an absolute http or https address."],
    [{ url: 'http://localhost/api/Add', key: 5 }, "The parameter 'key' must be a text."],
    [{ url: 'http://localhost/api/Add', key: '' }, "The parameter 'key' is empty."],
  ])('cannot be made of %j', (parameters, message) => {
    expect(functionConnector.connect(parameters, nothing)).toMatchObject({ message });
  });

  it('is a connector by its name', async () => {
    const surroundings = {
      send: nothing,
      folder: '.',
      env: {},
      emulator: nothing,
      expand: nothing,
      onlyEmulator: false,
    };
    const wanted = { name: 'Add', connector: 'Function', parameters: { url: 'http://localhost:7071/api/Add' } };
    expect(await makeConnection(wanted, surroundings)).toMatchObject({
      name: 'Add',
      connector: functionConnector,
      origin: 'connections file',
    });
  });
});
