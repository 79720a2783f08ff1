import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { existingHistory, openHistory } from '../../src/app/history.js';
import { createSecrets } from '../../src/secrets.js';
import { recorded, started } from '../contracts/history.js';

describe("the user's history", () => {
  const at = (...names: string[]) => join(mkdtempSync(join(tmpdir(), 'dryflow-app-')), ...names);

  it('is sealed with a key among what is the user’s, made when there is something to seal', async () => {
    const [config, path] = [at(), at('.dryflow', 'history.db')];
    const env = { XDG_CONFIG_HOME: config, APPDATA: config };
    const keyFile = join(config, 'dryflow', 'history.key');
    const secrets = createSecrets();
    const history = await openHistory({ file: path }, env, secrets);
    await history.append('run-1', [started('run-1')]);
    expect(existsSync(keyFile)).toBe(false);
    secrets.add('run-1');
    await history.append('run-2', [started('run-1'), recorded(0)]);
    expect(existsSync(keyFile)).toBe(true);
    await history.close();
    const again = await existingHistory({ file: path }, env);
    expect(await again?.journal('run-2')).toEqual([started('run-1'), recorded(0)]);
    await again?.close();
  });

  it('is not made by looking for it', async () => {
    const path = at('nowhere', 'history.db');
    expect(await existingHistory({ file: path }, {})).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });
});
