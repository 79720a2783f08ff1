import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile, type Texts } from '../../src/app/files.js';
import { folder } from './folder.js';

/** What people see of a file with this text. */
async function seen(text: string): Promise<string | undefined> {
  const texts: Texts = new Map();
  const content = await readTextFile(folder({ 'file.yaml': text })('file.yaml'), texts);
  expect(content).toMatchObject({ text }); // what is read is the whole of it
  return texts.get(content.file);
}

describe('what is shown of a file', () => {
  it.each([
    ['a: endpoint=https://x/;accesskey=c2Vj==', 'a: endpoint=https://x/;accesskey=••••••'],
    ['"endpoint=https://x/;AccessKey=c2Vj;b=1"', '"endpoint=https://x/;AccessKey=••••;b=1"'],
    ['accessKey: abc', 'accessKey: •••'],
    ['parameters: { apiKey: "a b c", baseUrl: x }', 'parameters: { apiKey: "•••••", baseUrl: x }'],
    ['"password": "abc",', '"password": "•••",'],
    ["token: 'abc'", "token: '•••'"],
    ['clientSecret: abc', 'clientSecret: •••'],
  ])('%s has its secret covered, at the same width', async (text, shown) => {
    expect(await seen(text)).toBe(shown);
    expect(shown).toHaveLength(text.length);
  });

  it.each([
    'connectionString: "@appsetting(\'ACS\')"',
    "token: \"@body('Issue')?['token']\"",
    'secret: { type: securestring }',
    'name: password',
  ])('%s is no secret', async (text) => {
    expect(await seen(text)).toBe(text);
  });

  it('is named by the shorter path', async () => {
    const file = async (path: string) => (await readTextFile(path, new Map())).file;
    expect(await file(join(process.cwd(), 'package.json'))).toBe('package.json');
    expect(await file('/nowhere.yaml')).toBe('/nowhere.yaml');
  });
});
