import { describe, expect, it } from 'vitest';
import { readConnections, render } from '../../src/formats/index.js';

function seen(text: string): readonly string[] {
  return readConnections('connections.yaml', text).diagnostics.map(
    (diagnostic) => render(diagnostic, text).split('\n')[0] ?? '',
  );
}

describe('a connections file', () => {
  it('has connectors and parameters, whose templates stay as they are', () => {
    const text =
      'acs: { connector: acs-identity, parameters: { connectionString: "@appsetting(\'ACS\')" } }\nother:\n  connector: ./api.json\n';
    expect(readConnections('connections.yaml', text)).toMatchObject({
      ok: true,
      file: 'connections.yaml',
      connections: [
        {
          name: 'acs',
          connector: 'acs-identity',
          parameters: { connectionString: "@appsetting('ACS')" },
          pointer: '/acs',
        },
        { name: 'other', connector: './api.json', parameters: {}, pointer: '/other' },
      ],
    });
  });

  it('says where a parameter stands', () => {
    const result = readConnections('c.yaml', 'acs:\n  connector: x\n  parameters: { endpoint: y }\n');
    const range = { start: { line: 3, column: 27 }, end: { line: 3, column: 28 } };
    expect(result.ok && result.locate('/acs/parameters/endpoint')).toEqual(range);
  });

  it.each(['', '# none yet\n', '{}'])('may be empty: %j', (text) => {
    expect(readConnections('c.yaml', text)).toMatchObject({ ok: true, connections: [] });
  });

  it.each([
    [
      'a list',
      '- acs',
      'connections.yaml:1:1: error: A connections file must be a map from names to connections. [InvalidConnections]',
    ],
    [
      'no map',
      'acs: acs-identity',
      "connections.yaml:1:1: error: The connection 'acs' must be a map with 'connector'. [InvalidConnections]",
    ],
    [
      'no connector',
      'acs: { parameters: {} }',
      "connections.yaml:1:1: error: The connection 'acs' has no 'connector'. [InvalidConnections]",
    ],
    [
      'parameters of another kind',
      'acs:\n  connector: x\n  parameters: y',
      "connections.yaml:3:15: error: The 'parameters' of the connection 'acs' must be a map. [InvalidConnections]",
    ],
    [
      'a parameter beside parameters',
      'acs: { connector: x, connectionString: y }',
      "connections.yaml:1:22: error: The connection 'acs' has no keyword 'connectionString'. [UnknownKeyword]",
    ],
    [
      'a misspelt keyword',
      'acs: { connector: x, parameter: { baseUrl: y } }',
      "connections.yaml:1:22: error: The connection 'acs' has no keyword 'parameter'. [UnknownKeyword]",
    ],
    [
      'a misspelt connector',
      'acs: { conector: x }',
      "connections.yaml:1:8: error: The connection 'acs' has no keyword 'conector'. [UnknownKeyword]",
    ],
    [
      'an unquoted expression',
      "acs: { connector: x, parameters: { key: @appsetting('K') } }",
      'connections.yaml:1:41: error: An expression must be in quotes: in YAML, a value cannot begin with @. [UnquotedExpression]',
    ],
  ])('is refused: %s', (_name, text, expected) => {
    expect(readConnections('connections.yaml', text).ok).toBe(false);
    expect(seen(text)).toEqual([expected]);
  });

  it('says that it takes no line connections:', () => {
    expect(seen('connections:\n  todo:\n    connector: ./todo')).toEqual([
      "connections.yaml:1:1: error: The connections stand below a line 'connections:', as in a workflow. [InvalidConnections]",
    ]);
    expect(readConnections('connections.yaml', 'connections: { connector: x }').ok).toBe(true);
  });
});
