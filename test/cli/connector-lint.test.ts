import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { stringifyJson, type Json } from '../../src/json.js';
import { variant, type Changes } from '../lint/variant.js';
import { dryflow, folder } from './terminal.js';

const project = fileURLToPath(new URL('../../apiDefinition.swagger.json', import.meta.url));

/** A definition on disk, one property a line, as people have them. */
function definition(changes: Changes = {}): string {
  return JSON.stringify(JSON.parse(stringifyJson(variant(changes).definition)), null, 2);
}

function file(text: string): string {
  return folder({ 'apiDefinition.swagger.json': text })('apiDefinition.swagger.json');
}

const lint = (path: string, ...flags: readonly string[]) => dryflow(['connector', 'lint', path, ...flags]);

describe('dryflow connector lint', () => {
  it('finds nothing wrong in the connector of the project', async () => {
    const { exit, out, err } = await lint(project, '--strict');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(
      /^Nothing to find fault with\. Checked by 2\d\d rules: .*swagger\.json, .*Properties\.json, .*README\.md, .*icon\.png, .*script\.csx\.\n$/,
    );
  });

  it('says which files of a package are not there', async () => {
    const alone = await lint(file(definition()));
    expect(alone.out).toMatch(
      /\nNot checked, there is no apiProperties\.json beside the definition or in a folder connector: apiProperties\.json, readme\.md, icon\.png, script\.csx\.\n$/,
    );
    const at = folder({
      'apiDefinition.swagger.json': definition(),
      'apiProperties.json': JSON.stringify(variant({}).properties),
    });
    expect((await lint(at('apiDefinition.swagger.json'))).out).toContain(
      '\nNot checked, not there: readme.md, icon.png, script.csx.\n',
    );
  });

  it('shows the first of many findings, and counts the others', async () => {
    const names = Array.from(
      { length: 9 },
      (__, number) => [`/paths/~1shops/get/x-ms-oddity-${number}`, true] as const,
    );
    const path = file(definition(Object.fromEntries(names)));
    const { out } = await lint(path);
    expect(out.match(/\[UnknownExtension\]/g)).toHaveLength(5);
    expect(out).toMatch(/\n {2}UnknownExtension: 4 more in .*json, lines \d+, \d+, \d+, \d+\n/);
    expect(out).toContain('\n0 errors, 9 warnings.');
    expect((await lint(path, '--all')).out.match(/\[UnknownExtension\]/g)).toHaveLength(9);
    expect(JSON.parse((await lint(path, '--json')).out)).toHaveLength(9);
  });

  it('takes one form of the findings, not two', async () => {
    const { exit, err } = await lint(project, '--json', '--sarif');
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('choose one') as string });
  });

  it('takes the folder of a connector for the connector', async () => {
    const at = folder({ 'ApiDefinition.Swagger.json': definition() });
    expect(await lint(at('.'))).toMatchObject({ exit: 0 });
  });

  it.each([
    ['an empty file', '', 'The file is empty.'],
    ['blanks', ' \n\t', 'The file is empty.'],
    ['a list', '[1]', 'it must hold a JSON object'],
    ['a number', '12', 'it must hold a JSON object'],
    ['another object', '{ "definition": { "triggers": {} } }', "it has neither 'swagger' nor 'paths'"],
    ['OpenAPI 3', '{ "openapi": "3.0.1", "paths": {} }', 'This is an OpenAPI 3 document.'],
  ])('refuses %s, and ends with 2', async (_, text, message) => {
    const { exit, err } = await lint(file(text));
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('[NotSwagger]');
    const against = await lint(project, '--against', file(text));
    expect(against.exit).toBe(2);
    expect(against.err).toContain(message);
  });

  it.each([
    ['without a definition', ['x.json'], 'There is no apiDefinition.swagger.json in the folder'],
    ['with several', ['a.swagger.json', 'b.swagger.json'], 'holds several swagger files.'],
  ])('refuses a folder %s in the words of the other commands', async (_, names, message) => {
    const path = folder(Object.fromEntries(names.map((name) => [name, '{}'])))('.');
    const { exit, err } = await lint(path);
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect(err).toBe((await dryflow(['connector', 'list', path])).err);
  });

  it('tells other programs, too, what cannot be read', async () => {
    const path = file('{ "openapi": "3.0.1" }');
    const json = await lint(path, '--json');
    expect(json).toMatchObject({ exit: 2, err: '' });
    expect(JSON.parse(json.out)).toEqual([expect.objectContaining({ rule: 'NotSwagger', line: 1, column: 3 })]);
    const sarif = await lint(path, '--sarif');
    expect(sarif).toMatchObject({ exit: 2, err: '' });
    expect(JSON.parse(sarif.out)).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false }], results: [{ ruleId: 'NotSwagger', level: 'error' }] }],
    });
  });

  it('reads YAML, and says that it is not what is uploaded', async () => {
    const { exit, out } = await lint(file(`swagger: "2.0"\npaths: {}\n`));
    expect(exit).toBe(1);
    expect(out).toContain('The definition is YAML, and connectors are uploaded as JSON. [DefinitionNotJson]');
  });

  it('shows the line with a caret, and counts', async () => {
    const { exit, out, err } = await lint(file(definition({ '/paths/~1shops/get/operationId': null })));
    expect(exit).toBe(1);
    expect(err).toBe('');
    expect(out).toMatch(
      /json:\d+:7: error: The operation 'operationId' property is required\. \[OperationIdRequired\]/,
    );
    expect(out).toMatch(/> +\d+ \| {7}"get": \{\n +\| {7}\^{5}\n/);
    expect(out).toContain('\n1 error, 0 warnings.');
  });

  it('says what may have been meant', async () => {
    const { out } = await lint(
      file(definition({ '/paths/~1shops/get/x-ms-visibility': 'Advanced', '/paths/~1shops/get/sumary': 'x' })),
    );
    expect(out).toContain("→ Did you mean 'advanced'?");
    expect(out).toContain("→ Did you mean 'summary'?");
  });

  it('ends with 0 for warnings, and with 1 when it is strict', async () => {
    const path = file(definition({ '/paths/~1items/get/description': 'No sentence' }));
    expect(await lint(path)).toMatchObject({ exit: 0, out: expect.stringContaining('0 errors, 1 warning') as string });
    expect(await lint(path, '--strict')).toMatchObject({ exit: 1 });
  });

  it('tells flat objects with --json', async () => {
    const { exit, out, err } = await lint(file(definition({ '/host': 'a/b' })), '--json');
    const rows = JSON.parse(out) as unknown;
    expect({ exit, err }).toEqual({ exit: 1, err: '' });
    expect(rows).toEqual([
      expect.objectContaining({
        rule: 'HostNameNotValid',
        severity: 'error',
        pointer: '/host',
        line: 13,
        column: 11,
        endLine: 13,
      }),
    ]);
    expect((await lint(project, '--json')).out).toBe('[]\n');
  });

  it.each([
    [
      'a comma is missing',
      '{\n  "swagger": "2.0"\n  "paths": {}\n}\n',
      '3:3',
      'Put a comma after what stands before it.',
    ],
    ['a quote is missing', '{\n  swagger": "2.0",\n  "paths": {}\n}\n', '2:3', 'Look for the double quote'],
    ['there is a comment', '{\n  // The version.\n  "swagger": "2.0",\n  "paths": {}\n}\n', '2:3', 'no comments'],
  ])('refuses a file where %s, in the words of the loader, and nothing more', async (_, text, place, advice) => {
    const path = file(text);
    const [linted, listed] = [await lint(path), await dryflow(['connector', 'list', path])];
    expect([linted.exit, listed.exit]).toEqual([2, 2]);
    expect(linted.err).toContain(`.json:${place}: error: This is not JSON: `);
    expect(linted.err).toContain('[InvalidJson]');
    expect(linted.err).toContain(advice);
    expect(linted.err.match(/error:|warning:/g)).toHaveLength(1);
    const [said = ''] = /This is not JSON: .*(?= \[)/.exec(linted.err) ?? [];
    expect(listed.err).toContain(`.json:${place}: error: `);
    expect(listed.err).toContain(said);
    expect(listed.err).toContain(advice);
  });

  it.each([['none.json'], ['none.json', '--against', 'x']])('ends with 2 where %j is not there', async (...args) => {
    expect(await lint(...(args as [string]))).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/There is no connector '.*': no such file\. \[FileNotFound\]/) as string,
    });
  });

  it('reads what the platform reads, with a warning: a comma too many, a byte order mark', async () => {
    const path = file(
      `\uFEFF${definition()
        .replace(/"2\.0",/, '"2.0",')
        .replace(/\n\}$/, ',\n}')}`,
    );
    const { exit, out } = await lint(path);
    expect(exit).toBe(0);
    expect(out).toContain('warning: The file is not JSON to the letter');
  });

  it('compares with the published version', async () => {
    const old = file(definition());
    const now = file(definition({ '/paths/~1shops/get/parameters': [] }));
    expect(await lint(now)).toMatchObject({ exit: 0 });
    expect((await lint(now, '--against', old)).out).toMatch(/ Compared with .*swagger\.json\.\nNot checked/);
    expect(await lint(now, '--against', old)).toMatchObject({
      exit: 1,
      out: expect.stringContaining("The operation 'ListShops' no longer has the parameter 'region'.") as string,
    });
  });
});

describe('--against a folder with its apiProperties.json', () => {
  const { properties } = variant({});
  const extended = variant({ 'properties:/properties/connectionParameters/tenant': { type: 'string' } }).properties;
  const connector = (its?: Json) =>
    folder({
      'apiDefinition.swagger.json': definition(),
      ...(its !== undefined && { 'apiProperties.json': typeof its === 'string' ? its : JSON.stringify(its) }),
    });

  it('compares that, too', async () => {
    const { exit, out } = await lint(connector(properties)('.'), '--against', connector(extended)('.'));
    expect(exit).toBe(1);
    expect(out).toMatch(/apiProperties\.json:1:\d+: error: The connection parameter 'tenant' was removed\./);
    expect(out).toMatch(/ Compared with .*swagger\.json, .*apiProperties\.json\.\n/);
  });

  it('compares the definitions alone where one of them has none, or both are in one folder', async () => {
    const at = connector(properties);
    writeFileSync(at('published.json'), definition());
    for (const [now, old] of [
      [connector(properties)('.'), connector()('.')],
      [connector()('.'), connector(properties)('.')],
      [at('.'), at('published.json')],
    ] as const) {
      const { exit, out } = await lint(now, '--against', old);
      expect(exit).toBe(0);
      expect(out).toMatch(/ Compared with [^,]*\.json\.\n/);
    }
  });

  it('ends with 2 where that cannot be read', async () => {
    const { exit, err } = await lint(connector(properties)('.'), '--against', connector('{ "properties": {')('.'));
    expect(exit).toBe(2);
    expect(err).toContain('[InvalidJson]');
  });
});

describe('the files of a package', () => {
  const { properties, readme = '', script = '', icon = Buffer.alloc(0) } = variant({});
  const files = { 'apiProperties.json': JSON.stringify(properties), 'ReadMe.MD': readme, 'script.csx': script };

  it('are found beside the definition, in any case', async () => {
    const at = folder({ ...files, 'apiDefinition.swagger.json': definition() });
    writeFileSync(at('icon.png'), icon);
    const path = at('apiDefinition.swagger.json');
    expect(await lint(path, '--strict')).toMatchObject({ exit: 0 });
    writeFileSync(at('ReadMe.MD'), readme.replace('## Prerequisites', '## Before'));
    writeFileSync(at('script.csx'), script.replace('using System.Net;', 'using System.Reflection;'));
    writeFileSync(at('icon.png'), 'GIF89a');
    writeFileSync(at('apiProperties.json'), JSON.stringify(properties).replace('#3c1d6e', 'purple'));
    const { exit, out } = await lint(path);
    expect(exit).toBe(1);
    expect(out).toContain("ReadMe.MD:1:1: error: The readme has no section 'Prerequisites'.");
    expect(out).toContain('script.csx:2:1: error: ');
    expect(out).toContain('icon.png: error: The icon is not a PNG picture.');
    expect(out).toContain('apiProperties.json:1:33: error: ');
  });

  it('are found in the folder connector', async () => {
    const at = folder({ 'apiDefinition.swagger.json': definition(), 'README.md': 'About something else.' });
    expect(await lint(at('apiDefinition.swagger.json'))).toMatchObject({ exit: 0 });
    mkdirSync(at('connector'));
    for (const [name, text] of Object.entries({ ...files, 'ReadMe.MD': 'None.' }))
      writeFileSync(at(`connector/${name}`), text);
    const { exit, out } = await lint(at('apiDefinition.swagger.json'));
    expect(exit).toBe(1);
    expect(out).toMatch(/connector.ReadMe\.MD:1:1: error: The readme does not begin with a title\./);
  });

  it('that are no JSON are told beside what is found', async () => {
    const at = folder({
      'apiDefinition.swagger.json': definition({ '/host': 'a/b' }),
      'apiProperties.json': '{ "properties": {',
    });
    const { exit, out } = await lint(at('apiDefinition.swagger.json'));
    expect(exit).toBe(1);
    expect(out).toContain('InvalidJson');
    expect(out).toContain('HostNameNotValid');
  });

  it('that are no text, or folders, are told', async () => {
    const at = folder({ ...files, 'apiDefinition.swagger.json': definition() });
    writeFileSync(at('script.csx'), Buffer.from([0x63, 0xe9, 0x20]));
    writeFileSync(at('ReadMe.MD'), Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    mkdirSync(at('icon.png'));
    const { exit, out } = await lint(at('apiDefinition.swagger.json'));
    expect(exit).toBe(1);
    expect(out).toContain('script.csx: error: This is not a text file in UTF-8. [NotText]');
    expect(out).toContain("ReadMe.MD: error: This is a picture, not a connector's file. [NotAWorkflow]");
    expect(out).toContain('icon.png: error: This is a folder. [NotAFile]');
  });

  it('never show a secret', async () => {
    const settings = '{ "identityProvider": "oauth2",\n"clientSecret": "q8s7d6f5" }';
    const text = `{ "properties": { "iconBrandColor": "#3c1d6e", "publisher": "A", "stackOwner": "A", "connectionParameters": { "token": { "type": "oauthSetting", "oAuthSettings": ${settings} } } } }`;
    const at = folder({ 'apiDefinition.swagger.json': definition(), 'apiProperties.json': text });
    for (const flags of [[], ['--json'], ['--sarif']]) {
      const { exit, out, err } = await lint(at('apiDefinition.swagger.json'), ...flags);
      expect(exit).toBe(1);
      expect(out + err).toContain('SecretInFile');
      expect(out + err).not.toContain('q8s7d6f5');
    }
  });
});

describe('--sarif', () => {
  const schema = JSON.parse(readFileSync(new URL('../lint/sarif.schema.json', import.meta.url), 'utf8')) as object;
  const ajv = new Ajv({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(schema);

  it.each([
    ['a clean connector', {}],
    [
      'errors and warnings',
      { '/host': 'a/b', '/paths/~1items/get/description': 'No sentence', '/paths/~1shops/get/x-ms-visibilty': 'x' },
    ],
    ['a finding about no place', { '/x-ms-connector-metadata': null }],
  ])('writes SARIF 2.1.0 for %s', async (_, changes: Changes) => {
    const path = file(definition(changes));
    const { out } = await lint(path, '--sarif');
    const log = JSON.parse(out) as {
      runs: [{ results: { ruleId: string; ruleIndex: number }[]; tool: { driver: { rules: { id: string }[] } } }];
    };
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    const [{ results, tool }] = log.runs;
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    for (const rule of tool.driver.rules) {
      expect(rule).toMatchObject({ fullDescription: { text: expect.stringMatching(/\w/) as string } });
      expect(rule).toMatchObject({ help: { text: expect.stringContaining('The message: ') as string } });
    }
    expect(results.length > 0).toBe(Object.keys(changes).length > 0);
  });
});
