import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFolder } from '../src/folders.js';

// On Windows there is one place, APPDATA.
describe.skipIf(process.platform === 'win32')('the folder of what is the user’s', () => {
  it.each([
    [{ XDG_CONFIG_HOME: '/x', HOME: '/home/u' }, '/x/dryflow'],
    [{ HOME: '/home/u' }, '/home/u/.config/dryflow'],
    // A relative one is to be ignored (XDG Base Directory Specification).
    [{ XDG_CONFIG_HOME: 'x', HOME: '/home/u' }, '/home/u/.config/dryflow'],
    [{ XDG_CONFIG_HOME: '', HOME: '/' }, '/.config/dryflow'],
    [{}, join(homedir(), '.config/dryflow')],
  ])('of %j is %s', (env, folder) => expect(configFolder(env)).toBe(folder));

  it.each([{ HOME: '' }, { HOME: '.' }])('is never in the current folder: %j', (env) => {
    expect(isAbsolute(configFolder(env))).toBe(true);
  });

  it('is never in the current folder, though the process has no home', () => {
    const before = process.env['HOME'];
    process.env['HOME'] = '';
    try {
      expect(isAbsolute(configFolder(process.env))).toBe(true);
    } finally {
      process.env['HOME'] = before;
    }
  });
});
