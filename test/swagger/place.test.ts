import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { arrange, byName, flattened, missing, type Place } from '../../src/swagger/index.js';
import { body, header, NOTHING, operation, path, query } from './documents.js';

const mail = operation(
  {
    parameters: [
      path('box'),
      query('id'),
      query('only'),
      header('x-trace'),
      header('both'),
      query('both'),
      {
        ...body({
          id: {},
          Title: {},
          'a/b': {},
          item: {},
          deep: { properties: { er: { type: 'integer' }, est: {} } },
          free: { type: 'object' },
          list: { type: 'array' },
        }),
        name: 'item',
      },
    ],
  },
  { path: '/mail/{box}' },
);
const bare = operation({ parameters: [query('a')] });

function summary(at: Place): unknown {
  if (at.kind === 'parameter') return `${at.parameter.in}:${at.parameter.name}`;
  if (at.kind === 'property') return `body:${at.path.join('.')}`;
  if (at.kind === 'ambiguous') return at.forms;
  return at.kind === 'unknown' ? { suggestions: at.suggestions.slice(0, 1) } : 'body';
}

describe('a name under with:', () => {
  it.each([
    ['box', 'path:box'],
    ['only', 'query:only'],
    ['x-trace', 'header:x-trace'],
    ['Title', 'body:Title'],
    ['a/b', 'body:a/b'],
    ['body', 'body'],
    ['body/Title', 'body:Title'],
    ['item/Title', 'body:Title'],
    ['item/a~1b', 'body:a/b'],
    ['item/deep/er', 'body:deep.er'],
    ['deep/er', 'body:deep.er'],
    ['item/free/what/ever', 'body:free.what.ever'],
    ['item/list/0/x', 'body:list.0.x'],
    ['item/deep/ar', { suggestions: ['item/deep/er'] }],
    ['deep/ar', { suggestions: ['deep/er'] }],
    ['item/unheard/of', { suggestions: ['item'] }],
    ['query/id', 'query:id'],
    ['header/both', 'header:both'],
    ['id', ['query/id', 'item/id']],
    ['both', ['header/both', 'query/both']],
    ['item', ['body', 'item/item']],
    ['titel', { suggestions: ['Title'] }],
    ['title', { suggestions: ['Title'] }],
    ['query/absent', { suggestions: [] }],
    ['', { suggestions: [] }],
    ['__proto__', { suggestions: [] }],
  ])('%s', (name, expected) => {
    expect(summary(byName.place(mail, name))).toEqual(expected);
  });

  it('body is unknown to an operation that has none', () => {
    expect(byName.place(bare, 'body').kind).toBe('unknown');
    expect(byName.place(bare, 'body/a').kind).toBe('unknown');
  });

  it('comes with what the document says about the property', () => {
    expect(byName.place(mail, 'item/deep/er')).toMatchObject({ schema: { type: 'integer' } });
    expect(byName.place(mail, 'item/free/unheard')).toMatchObject({ schema: undefined });
  });
});

describe('a key of a Power Automate action', () => {
  it.each([
    ['id', 'query:id'],
    ['both', 'header:both'],
    ['item', 'body'],
    ['item/id', 'body:id'],
    ['Title', { suggestions: ['item/Title'] }],
    ['item/titel', { suggestions: ['item/Title'] }],
    ['item/deep/ar', { suggestions: ['item/deep/er'] }],
    ['deep/er', { suggestions: ['item/deep/er'] }],
  ])('%s', (name, expected) => {
    expect(summary(flattened.place(mail, name))).toEqual(expected);
  });
});

describe('arrange', () => {
  const cases: [name: string, values: JsonObject, expected: object][] = [
    ['nothing', {}, NOTHING],
    [
      'each location',
      { box: 'b', only: 1, 'x-trace': 't', Title: 'T' },
      { ...NOTHING, path: { box: 'b' }, query: { only: 1 }, header: { 'x-trace': 't' }, body: { Title: 'T' } },
    ],
    ['deeper properties', { 'item/deep/er': 1, 'item/deep/est': 2 }, { ...NOTHING, body: { deep: { er: 1, est: 2 } } }],
    [
      'single properties over a whole body',
      { 'item/Title': 'new', body: { Title: 'old', id: 1 } },
      { ...NOTHING, body: { Title: 'new', id: 1 } },
    ],
    [
      'positions of a list',
      { body: { list: ['a'] }, 'item/list/0': 'b', 'item/list/1': 'c' },
      { ...NOTHING, body: { list: ['b', 'c'] } },
    ],
    ['a body that is no object', { body: null }, { ...NOTHING, body: null }],
  ];

  it.each(cases)('puts %s', (_, values, expected) => {
    expect(arrange(mail, values)).toEqual({ arguments: expected });
  });

  it('takes no name for a prototype', () => {
    const values = Object.fromEntries([['item/free/__proto__/polluted', true]]);
    expect(JSON.stringify(arrange(mail, values))).toContain('"__proto__":{"polluted":true}');
    expect('polluted' in {}).toBe(false);
  });

  it('says which names have no place', () => {
    const arranged = arrange(mail, { id: 1, nope: 2, only: 3 });
    expect('problems' in arranged && arranged.problems.map(({ kind, name }) => [kind, name])).toEqual([
      ['ambiguous', 'id'],
      ['unknown', 'nope'],
    ]);
  });

  it('puts the flattened parameters of Power Automate', () => {
    expect(arrange(mail, { id: 'q', item: { id: 'x' }, 'item/Title': 'T' }, flattened)).toEqual({
      arguments: { ...NOTHING, query: { id: 'q' }, body: { id: 'x', Title: 'T' } },
    });
  });
});

describe('missing', () => {
  const strict = operation(
    {
      parameters: [
        path('id'),
        query('q', { required: true }),
        query('v', { required: true, default: '1' }),
        query('o'),
        body({ a: {}, b: { default: 1 }, c: {} }, { required: true }, { required: ['a', 'b'] }),
      ],
    },
    { path: '/{id}' },
  );
  const optional = operation({ parameters: [body({ a: {}, c: {} }, {}, { required: ['a'] })] });
  const untyped = operation({ parameters: [body({}, { required: true })] });

  const url = { type: 'string', 'x-ms-notification-url': true };
  const hook = operation({ parameters: [body({ url, a: {} }, { required: true }, { required: ['url', 'a'] })] });
  const deepHook = operation({
    parameters: [body({ to: { properties: { url } } }, { required: true }, { required: ['to'] })],
  });
  const hookInQuery = operation({ parameters: [query('url', { required: true, 'x-ms-notification-url': true })] });

  it.each([
    [hook, [], ['a']],
    [deepHook, [], []],
    [hookInQuery, [], []],
    [strict, [], ['id', 'q', 'a']],
    [strict, ['id', 'q', 'body'], []],
    [strict, ['path/id', 'query/q', 'body/a/deep'], []],
    [optional, [], []],
    [optional, ['c'], ['a']],
    [untyped, [], ['body']],
    [untyped, ['body/x'], []],
  ])('%# finds what is required and not given', (one, names, expected) => {
    expect(missing(one, names, { waiting: true })).toEqual(expected);
  });
});
