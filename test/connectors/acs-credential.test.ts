import { describe, expect, it } from 'vitest';
import { acsCredential, entraCredential } from '../../src/connectors/acs-credential.js';
import type { JsonObject } from '../../src/json.js';

const key = 'c2VjcmV0LWtleQ==';
const endpoint = 'https://name.communication.azure.com';

describe('acsCredential', () => {
  it.each([
    `endpoint=${endpoint}/;accesskey=${key}`,
    `endpoint=${endpoint};accesskey=${key}`,
    `accesskey=${key};endpoint=${endpoint}/`,
    ` Endpoint=${endpoint}/ ; AccessKey=${key} `,
    `endpoint=${endpoint}/;accesskey=${key};`,
    `endpoint=${endpoint}/;accesskey=${key};something=else`,
  ])('of %s is the key', (connectionString) => {
    expect(acsCredential({ connectionString })).toEqual({ kind: 'key', endpoint, accessKey: key });
  });

  it('may be an address of one’s own', () => {
    const connectionString = `endpoint=http://127.0.0.1:8080/;accesskey=${key}`;
    expect(acsCredential({ connectionString })).toMatchObject({ endpoint: 'http://127.0.0.1:8080' });
  });

  it('is endpoint and key', () => {
    expect(acsCredential({ endpoint: `${endpoint}/`, accessKey: key })).toEqual({
      kind: 'key',
      endpoint,
      accessKey: key,
    });
  });

  it('is Microsoft Entra where there is no key', () => {
    expect(acsCredential({ endpoint })).toEqual({ kind: 'entra', endpoint });
  });

  it.each<[JsonObject, string | undefined, string]>([
    [{}, undefined, 'The connection has neither a connectionString nor an endpoint.'],
    [{ connectionStrin: 'x' }, undefined, 'The connection has neither a connectionString nor an endpoint.'],
    [{ connectionString: '' }, 'connectionString', 'The connection string is empty.'],
    [{ connectionString: '  ' }, 'connectionString', 'The connection string is empty.'],
    [{ connectionString: null }, 'connectionString', 'The connection string is empty.'],
    [{ connectionString: key }, 'connectionString', "The connection string has no 'endpoint='."],
    [{ connectionString: `accesskey=${key}` }, 'connectionString', "The connection string has no 'endpoint='."],
    [{ connectionString: `endpoint=${endpoint}` }, 'connectionString', "The connection string has no 'accesskey='."],
    [
      { connectionString: `endpoint=${endpoint};accesskey=` },
      'connectionString',
      "The connection string has no 'accesskey='.",
    ],
    [
      { connectionString: `endpoint=name;accesskey=${key}` },
      'connectionString',
      'The endpoint is not an absolute address.',
    ],
    [
      { connectionString: `endpoint=localhost:1;accesskey=${key}` },
      'connectionString',
      'The endpoint is not an absolute address.',
    ],
    [
      { connectionString: `endpoint=${endpoint}/base;accesskey=${key}` },
      'connectionString',
      'The endpoint must have no path.',
    ],
    [
      { connectionString: `endpoint=${endpoint}/?a=1;accesskey=${key}` },
      'connectionString',
      'The endpoint must have no path.',
    ],
    [
      { connectionString: `endpoint=${endpoint};accesskey=${key}x` },
      'connectionString',
      'The access key is not base64 text.',
    ],
    [
      { connectionString: `endpoint=${endpoint};accesskey=c2Vj cmV0` },
      'connectionString',
      'The access key is not base64 text.',
    ],
    [{ endpoint: 'ftp://name', accessKey: key }, 'endpoint', 'The endpoint is not an absolute address.'],
    [{ endpoint: 1, accessKey: key }, 'endpoint', 'The endpoint is not an absolute address.'],
    [{ endpoint, accessKey: '' }, 'accessKey', 'The access key is not base64 text.'],
    [{ endpoint, accessKey: 12345678 }, 'accessKey', 'The access key is not base64 text.'],
    [
      { endpoint: 'http://127.0.0.1:8080' },
      'endpoint',
      'An endpoint without an access key means Microsoft Entra, which signs in over https only.',
    ],
  ])('of %j is none: %s: %s', (parameters, parameter, message) => {
    const fault = acsCredential(parameters);
    expect(fault).toMatchObject({ message, advice: expect.stringContaining(' ') as string });
    expect('parameter' in fault ? fault.parameter : undefined).toBe(parameter);
    expect(JSON.stringify(fault)).not.toContain(key.slice(0, 8));
  });
});

describe('entraCredential', () => {
  class DefaultAzureCredential {
    getToken = () => Promise.resolve({ token: 'token', expiresOnTimestamp: 0 });
  }

  it('is the default credential', async () => {
    const credential = await entraCredential(() => Promise.resolve({ DefaultAzureCredential }));
    expect(credential).toBeInstanceOf(DefaultAzureCredential);
  });

  it('says which package it needs', async () => {
    const cause = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(entraCredential(() => Promise.reject(cause))).rejects.toMatchObject({
      message:
        "Signing in with Microsoft Entra needs the package '@azure/identity', which is not installed. Install it beside dryflow: npm install @azure/identity",
      cause,
    });
  });

  it('lets a fault of the package itself through', async () => {
    class Broken {
      constructor() {
        throw new Error('The authority host is not valid.');
      }
      getToken = () => Promise.resolve(null);
    }
    await expect(entraCredential(() => Promise.resolve({ DefaultAzureCredential: Broken }))).rejects.toThrow(
      'The authority host is not valid.',
    );
  });
});
