import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Float, stringifyJson, type Json } from '../src/json.js';
import { createSecrets, valueAt } from '../src/secrets.js';

const mask = '••••••';

function secretsOf(...values: Json[]) {
  const secrets = createSecrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

describe('a secret', () => {
  const secret = 'p@ss/w+rd"\n?=é';

  it.each([
    ['as it is', secret],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['encoded for a URL', encodeURIComponent(secret)],
    ['encoded for a form', new URLSearchParams({ '': secret }).toString().slice(1)],
    ['in JSON text', stringifyJson(secret).slice(1, -1)],
  ])('is covered %s', (_, form) => {
    const secrets = secretsOf(secret);
    expect(secrets.text(`before ${form} after ${form}`).replaceAll('=', '')).toBe(`before ${mask} after ${mask}`);
  });

  it('is covered wherever it stands, keys too', () => {
    const secrets = secretsOf(secret);
    expect(secrets.value({ a: [{ b: `x${secret}` }], [`k ${secret}`]: 1 })).toEqual({
      a: [{ b: `x${mask}` }],
      [`k ${mask}`]: 1,
    });
  });

  it('is each text in a value that is added', () => {
    const secrets = secretsOf({ user: 'someone', keys: ['first-key', { second: 'second-key' }], pin: 1234567 });
    expect(secrets.value(['someone', 'first-key', 'second-key', 1234567])).toEqual([mask, mask, mask, 1234567]);
  });

  it('is covered as a whole where another one is a part of it', () => {
    expect(secretsOf('secret', 'secret-and-more').text('secret-and-more, secret')).toBe(`${mask}, ${mask}`);
  });

  it('is covered at the beginning, at the end, and next to another one', () => {
    expect(secretsOf('first-1', 'second').text('first-1secondfirst-1 firstsecond')).toBe(
      `${mask.repeat(3)} first${mask}`,
    );
  });

  it('is found as quickly when there are thousands of its kind', () => {
    const secrets = createSecrets();
    for (let number = 0; number < 3000; number += 1) {
      const token = `eyJhbGciOiJSUzI1NiJ9.${String(number).padStart(8, '0').repeat(100)}`;
      secrets.add(token);
      expect(secrets.text(`Bearer ${token}!`)).toBe(`Bearer ${mask}!`);
    }
  });

  it('may hold what a regular expression takes for its own', () => {
    expect(secretsOf('a.*b(c[d').text('a.*b(c[d, axxb')).toBe(`${mask}, axxb`);
  });

  it('is covered from when it was added', () => {
    const secrets = secretsOf('first-one');
    expect(secrets.text('first-one second-one')).toBe(`${mask} second-one`);
    secrets.add('second-one');
    expect(secrets.text('first-one second-one')).toBe(`${mask} ${mask}`);
  });

  it('may be half a character', () => {
    expect(secretsOf('half \uD800 of it').text('(half \uD800 of it)')).toBe(`(${mask})`);
  });
});

describe('a short secret', () => {
  const secrets = secretsOf('name');

  it('is covered where it is a whole value', () => {
    expect(secrets.value({ a: 'name', b: ['name'] })).toEqual({ a: mask, b: [mask] });
  });

  it('blanks no texts and renames no properties', () => {
    const value = { name: 'my name is' };
    expect(secrets.value(value)).toBe(value);
  });
});

describe('without secrets', () => {
  it.each<Json>(['', null, {}, []])('%j added covers nothing', (added) => {
    const value = { a: '', b: 'text' };
    expect(secretsOf(added).value(value)).toBe(value);
    expect(secretsOf(added).text('text')).toBe('text');
  });

  it('a value stays the same object, numbers of every kind included', () => {
    const value = { a: ['text', 1n, new Float(5)], b: { c: null } };
    expect(secretsOf('elsewhere').value(value)).toBe(value);
  });
});

it('no secret of six characters or more ever survives', () => {
  const secret = fc.string({ minLength: 6, maxLength: 20 });
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  const planted = fc
    .array(secret, { minLength: 1, maxLength: 4 })
    .chain((all) => fc.tuple(fc.constant(all), tree, fc.array(fc.oneof(fc.constantFrom(...all), fc.string()))));
  fc.assert(
    fc.property(planted, ([all, value, parts]) => {
      const forms = parts.flatMap((each) => [each, Buffer.from(each).toString('base64'), encodeURIComponent(each)]);
      const secrets = secretsOf(all);
      const shown = textsIn(secrets.value({ value, joined: forms.join(''), list: forms, [parts.join('')]: 1 }));
      expect(shown.filter((text) => all.some((each) => text.includes(each)))).toEqual([]);
    }),
  );
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.values(value).flatMap(textsIn), ...(Array.isArray(value) ? [] : Object.keys(value))];
}

describe('valueAt', () => {
  const value = { a: [{ 'b/c': 1 }, { 'd~e': 2 }], '': 3 };

  it.each([
    ['', value],
    ['/a/0/b~1c', 1],
    ['/a/1/d~0e', 2],
    ['/', 3],
    ['/a/2', undefined],
    ['/a/b', undefined],
    ['/a/0/b~1c/x', undefined],
    ['/toString', undefined],
  ])('%s is %j', (pointer, found) => {
    expect(valueAt(value, pointer)).toEqual(found);
  });
});
