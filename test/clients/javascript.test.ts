import { describe } from 'vitest';
import { fileURLToPath } from 'node:url';
import { quickstart } from './quickstart.js';

describe('the quickstart of the JavaScript SDK', () => {
  quickstart(async (caPath) => ({
    file: process.execPath,
    args: [fileURLToPath(new URL('javascript/quickstart.mjs', import.meta.url))],
    env: { NODE_EXTRA_CA_CERTS: caPath },
  }));
});
