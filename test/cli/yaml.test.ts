import { describe, expect, it } from 'vitest';
import { yamlLines } from '../../src/cli/yaml.js';
import type { Json } from '../../src/json.js';

describe('a value for people', () => {
  it.each<[Json, readonly string[]]>([
    ['one\r\ntwo\r\n\r\nthree', ['|-', 'one', 'two', '', 'three']],
    [{ text: 'one\r\ntwo\r\n' }, ['text: |', '  one', '  two']],
    [['a\rb'], [String.raw`- "a\rb"`]],
    ['plain', ['plain']],
  ])('%j is shown line by line', (value, lines) => {
    expect(yamlLines(value, '')).toEqual(lines);
  });
});
