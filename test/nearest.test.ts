import { describe, expect, it } from 'vitest';
import { nearest } from '../src/nearest.js';

describe('nearest', () => {
  it.each([
    ['identityID', ['identityId', 'scopes'], ['identityId']],
    ['scope', ['identityId', 'createTokenWithScopes', 'scopes'], ['scopes', 'createTokenWithScopes']],
    ['Compsoe', ['Compose', 'Response'], ['Compose']],
    ['ab', ['ac', 'xy', 'b'], ['ac', 'b']],
    ['to', ['tokens'], []], // too short to be taken for a part
    ['kitten', ['sitting', 'mitten', 'bitten', 'smitten', 'written'], ['mitten', 'bitten', 'smitten']],
    ['something', ['else', 'entirely'], []],
    ['x', [], []],
  ])('to %s of %j is %j', (name, candidates, found) => {
    expect(nearest(name, candidates)).toEqual(found);
  });
});
