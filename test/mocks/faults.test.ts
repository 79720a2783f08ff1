import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/json.js';
import { faultsOfMocks, faultsOfRecording, type MockFault } from '../../src/mocks/index.js';
import cases from './cases/faults.json' with { type: 'json' };

interface Case {
  readonly content: Json;
  /** Pointer, message, advice. */
  readonly faults: readonly (readonly string[])[];
}

describe.each<[string, (content: Json) => readonly MockFault[], readonly Case[]]>([
  ['mocks', faultsOfMocks, cases.mocks],
  ['a recording', faultsOfRecording, cases.recording],
])('%s', (_, faultsOf, all) => {
  it.each(all)('$content', ({ content, faults }) => {
    const found = faultsOf(content).map(({ pointer, message, advice }) => [pointer, message, advice]);
    const told = found.map((each) => each.filter((part) => part !== undefined));
    expect(told.map((each, at) => each.slice(0, faults[at]?.length))).toEqual(faults);
  });
});
