import { describe, expect, it } from 'vitest';
import { learnSecrets } from '../../src/history/index.js';
import type { Json } from '../../src/json.js';
import { createSecrets } from '../../src/secrets.js';
import { actionEnded } from '../contracts/history.js';
import cases from './cases/named-secrets.json' with { type: 'json' };

describe('what is secret by its name', () => {
  it.each(cases)('$what', ({ outputs, shown }) => {
    const secrets = createSecrets();
    learnSecrets(actionEnded('A', { outputs: outputs as Json }), secrets);
    expect(secrets.value<Json>(outputs)).toEqual(shown);
  });

  it('is met in what an action was given, too', () => {
    const secrets = createSecrets();
    learnSecrets(actionEnded('A', { inputs: { body: { client_secret: 's3cret-value' } } }), secrets);
    expect(secrets.text('with s3cret-value')).toBe('with ••••••');
  });
});
