// The files of the connector that are uploaded beside its definition: that they fit together, and what certification asks.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import apiProperties from '../../connector/apiProperties.json' with { type: 'json' };
import { paconnArguments } from '../../scripts/upload.js';
import { readPng, writePng } from '../../scripts/png.js';
import { operations } from './calls.js';

const { properties } = apiProperties;
const file = (name: string): Buffer => readFileSync(new URL(`../../connector/${name}`, import.meta.url));
const ids = operations.map(({ id }) => id).toSorted();

describe('apiProperties.json', () => {
  it('runs the script for every operation', () => {
    expect(properties.scriptOperations.toSorted()).toEqual(ids);
  });

  it.each(properties.policyTemplateInstances)('"$title" counts for every operation', ({ parameters }) => {
    expect(parameters['x-ms-apimTemplate-operationName'].toSorted()).toEqual(ids);
  });

  it('hands the script the connection string under the name that the definition says', () => {
    const headers = properties.policyTemplateInstances.map(
      ({ parameters }) => parameters['x-ms-apimTemplateParameter.name'],
    );
    expect(headers).toContain(definition.securityDefinitions.api_key.name);
  });

  it('sets headers from parameters that a connection has', () => {
    const values = properties.policyTemplateInstances.map(
      ({ parameters }) => parameters['x-ms-apimTemplateParameter.value'],
    );
    const used = values.map((value) => /^@connectionParameters\('(\w+)', ''\)$/.exec(value)?.[1]);
    const sets = properties.connectionParameterSets.values;
    const known = new Set(sets.flatMap(({ parameters }) => Object.keys(parameters)));
    expect(used.filter((name) => name === undefined || !known.has(name))).toEqual([]);
  });

  it('keeps keys and secrets out of sight', () => {
    const [withString, withPrincipal] = properties.connectionParameterSets.values;
    expect(withString?.parameters.api_key?.type).toBe('securestring');
    expect(withPrincipal?.parameters['token:clientSecret']?.type).toBe('securestring');
  });

  it('asks for the audience of Communication Services', () => {
    const { oAuthSettings } = properties.connectionParameterSets.values[1]?.parameters.token ?? {};
    // The official clients ask for https://communication.azure.com//.default, which is this resource.
    expect(oAuthSettings?.customParameters).toMatchObject({
      resourceUri: { value: 'https://communication.azure.com/' },
      grantType: { value: 'client_credentials' },
    });
  });
});

describe('icon.png', () => {
  const { width, height, rgb } = readPng(file('icon.png'));

  it('is a square of the size that certification asks for', () => {
    expect({ width, height }).toEqual({ width: 230, height: 230 });
  });

  it('has the brand colour as its background, which is none of the reserved ones', () => {
    const corners = [0, width - 1, (height - 1) * width, height * width - 1];
    const colours = corners.map((pixel) => `#${rgb.toString('hex', pixel * 3, pixel * 3 + 3)}`);
    expect([...new Set(colours)]).toEqual([properties.iconBrandColor.toLowerCase()]);
    expect(['#ffffff', '#007ee5', '#da3b01']).not.toContain(colours[0]);
  });

  it('can be written and read', () => {
    expect(readPng(writePng({ width, height, rgb }))).toEqual({ width, height, rgb });
  });
});

describe('script.csx', () => {
  const text = file('script.csx').toString();

  // The list of Microsoft's page on custom code.
  const ALLOWED =
    /^(System(\.(Collections(\.Generic)?|Diagnostics|IO(\.Compression)?|Linq|Net(\.(Http(\.Headers)?|Security))?|Security\.(Authentication|Cryptography)|Text(\.RegularExpressions)?|Threading(\.Tasks)?|Web|Xml(\.Linq)?|Drawing(\.(Drawing2D|Imaging))?))?|Microsoft\.Extensions\.Logging|Newtonsoft\.Json(\.Linq)?)$/;

  it('uses only namespaces that are allowed', () => {
    const used = [...text.matchAll(/^using ([\w.]+);/gm)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !ALLOWED.test(name))).toEqual([]);
    expect(text.replace(/^using .*/gm, '')).not.toMatch(/\b(System|Microsoft|Newtonsoft)\.\w/);
  });

  it('knows the operations of the definition', () => {
    const listed = /OperationIds =\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
    expect([...listed.matchAll(/"(\w+)"/g)].map(([, id = '']) => id).toSorted()).toEqual(ids);
  });
});

describe('README.md', () => {
  const text = file('README.md').toString();

  it('has the sections of certification, in their order', () => {
    const titles = [...text.matchAll(/^##? (.*)$/gm)].map(([, title = '']) => title);
    expect(titles).toEqual([
      definition.info.title,
      `Publisher: ${properties.publisher}`,
      'Prerequisites',
      'Supported Operations',
      'Obtaining Credentials',
      'Getting Started',
      'Known Issues and Limitations',
      'Frequently Asked Questions',
      'Deployment Instructions',
    ]);
  });

  const codes = [
    ...file('script.csx')
      .toString()
      .matchAll(/(?:Problem|Refusal)\("(\w+)"/g),
  ].map(([, code = '']) => code);

  it.each([...new Set(codes)])('says what to do about %s', (code) => {
    expect(text).toMatch(new RegExp(`\\| \`${code}\` +\\| 400 +\\| .{20,} \\|`));
  });

  it('tells the portal what the files say', () => {
    expect(text).toContain(`\`${properties.iconBrandColor}\``);
    expect(text).toContain(`the parameter name \`${definition.securityDefinitions.api_key.name}\` in the _Header_`);
  });

  it('gives the commands that upload', () => {
    expect(text).toContain(`\npaconn ${paconnArguments({}).join(' ')}\n`);
    expect(text).toContain(`(\`paconn ${paconnArguments({ connectorId: 'any' }).join(' ')}\`)`);
  });

  it.each(operations)('describes "$summary"', ({ summary }) => {
    expect(text).toContain(`\n### ${summary}\n`);
  });

  it.each(definition.definitions.tokenScope['x-ms-enum-values'])('names the scope $value', ({ value, displayName }) => {
    expect(text).toMatch(new RegExp(`\\| \`${value}\` +\\| ${displayName} +\\|`));
  });
});
