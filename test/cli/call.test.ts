import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cases from './cases/call.json' with { type: 'json' };
import { dryflow, folder } from './terminal.js';

/** Answers what it was asked. */
const echo = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: request.url, body: Buffer.concat(chunks).toString() }));
  });
});
const files = folder({
  'apiDefinition.swagger.json': JSON.stringify(cases.swagger),
  'note.txt': 'a note\n',
  'list.json': '["a"]',
  'note.csv': 'a;b',
  'note.docx': 'PK\u0003',
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
  const entry = (name: string) => `${name}: { connector: "${files('.')}", parameters: { baseUrl: "${baseUrl}" } }\n`;
  writeFileSync(files('connections.yaml'), entry('todo'));
});
afterAll(() => new Promise((resolve) => echo.close(resolve)));

/** The part of a body that is wanted, where it is text; else what it is as JSON. */
function bodyOf(text: string, wanted: string | object): unknown {
  if (typeof wanted !== 'string') return JSON.parse(text);
  return text.includes(wanted) ? wanted : text;
}

const place = (text: string) => text.replaceAll('FOLDER', files('.'));
const inputs = (given: readonly string[]) => given.flatMap((each) => ['--with', place(each)]);

function call(named: string, operation: string, given: readonly string[]) {
  return dryflow(['call', place(named), operation, ...inputs(given), '--connections', files('connections.yaml')]);
}

describe('the values of --with', () => {
  it.each(cases.sent as unknown as [string, string[], string, string | object][])(
    '%s with %j asks %s with %j',
    async (operation, given, url, body) => {
      for (const named of ['todo', 'FOLDER', 'FOLDER/apiDefinition.swagger.json']) {
        const { exit, out, err } = await call(named, operation, given);
        expect([exit, err]).toEqual([0, expect.stringContaining('200 OK')]);
        const seen = JSON.parse(out) as { url: string; body: string };
        expect(seen.url).toBe(url);
        expect(bodyOf(seen.body, body)).toEqual(body);
      }
    },
  );
});

describe('a call that nothing signs', () => {
  const unanswered = {
    host: '127.0.0.1:1',
    schemes: ['http'],
    securityDefinitions: { k: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  };
  const swagger = JSON.stringify({ ...cases.swagger, ...unanswered });
  const entry = (connector: string) => `todo: { connector: "${connector}" }\n`;

  it.each([
    ['todo', 'todo'],
    ['todo/apiDefinition.swagger.json', 'todo'],
    ['my mail.swagger.json', 'my_mail'],
  ])('names the entry to write for %s', async (named, name) => {
    const at = folder({ 'my mail.swagger.json': swagger, 'none.yaml': '' });
    mkdirSync(at('todo'));
    writeFileSync(at('todo/apiDefinition.swagger.json'), swagger);
    const { err } = await dryflow(['call', at(named), 'Get', '--with', 'id=1', '--connections', at('none.yaml')]);
    expect(err).toContain(
      `Write in connections.yaml: ${name}: { connector: ${at(named)}, parameters: { apiKey: "@appsetting('${name.toUpperCase()}_APIKEY')" } }.`,
    );
    expect(err).toContain(`  ${name} → 127.0.0.1:1 (from the swagger)`);
  });

  it('takes no entry for another connector, and says nothing of it', async () => {
    const at = folder({ 'todo.swagger.json': swagger, 'c.yaml': entry('acs-identity') });
    const asked = ['call', at('todo.swagger.json'), 'Get', '--with', 'id=1', '--connections', at('c.yaml')];
    const { err } = await dryflow(asked);
    expect(err).toContain(`todo_2: { connector: ${at('todo.swagger.json')}, parameters:`);
    expect(err).not.toContain('UnusedConnection');
    expect(err).not.toContain('OtherConnector');
  });

  it('is signed by the entry to the same connector, however that is written', async () => {
    const at = folder({ 'apiDefinition.swagger.json': swagger });
    writeFileSync(at('c.yaml'), `mine: { connector: "${at('.')}", parameters: { apiKey: k } }\n`);
    const asked = ['call', at('apiDefinition.swagger.json'), 'Get', '--with', 'id=1', '--connections', at('c.yaml')];
    const { err } = await dryflow(asked);
    expect(err).toContain('  mine → 127.0.0.1:1 (from the swagger)');
    expect(err).toContain('  → Nothing answers at 127.0.0.1:1, on this machine: is it running?');
    expect(err).not.toContain('UnsignedConnection');
  });
});

describe('a call that cannot be made', () => {
  it('names the connections to choose from, where several are to one connector', async () => {
    const entry = (name: string) => `${name}: { connector: "${files('.')}" }\n`;
    const connections = folder({ 'c.yaml': entry('one') + entry('two') })('c.yaml');
    const { exit, err } = await dryflow(['call', files('.'), 'Get', '--connections', connections]);
    expect([exit, err]).toEqual([2, expect.stringContaining("'one', 'two'. Name one of them instead of the file.")]);
  });

  it.each(['todo', 'FOLDER'])('names the operations of %s, where none is named', async (named) => {
    const connections = ['--connections', files('connections.yaml')];
    const { exit, err, out } = await dryflow(['call', place(named), ...connections]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: Name an operation:\n {2}Create {2}Create\n {2}Get {5}Get\n/);
  });

  it.each(cases.refused as unknown as [string, string, string[], string][])(
    '%s %s %j: %s',
    async (named, operation, given, said) => {
      const { exit, err, out } = await call(named, operation, given);
      expect([exit, out]).toEqual([2, '']);
      for (const part of said.split(' | ')) expect(err).toContain(place(part));
      expect(err).not.toContain('with:');
    },
  );
});
