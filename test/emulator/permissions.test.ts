import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../src/emulator/permissions.js';

/** How many capabilities scopes have, of chat and of calls: 15 and 5 there are. */
function counted(scopes: string[]): [number, number] {
  const allowed = Object.entries(permissionsOf(scopes)).filter(([, may]) => may);
  const calls = allowed.filter(([capability]) => /call|VoIP/.test(capability)).length;
  return [allowed.length - calls, calls];
}

describe('what a token allows', () => {
  it.each([
    [[], [0, 0]],
    [['chat'], [15, 0]],
    [['chat.join'], [12, 0]],
    [['chat.join.limited'], [10, 0]],
    [['voip'], [0, 5]],
    [['voip.join'], [0, 4]],
    [
      ['chat.join.limited', 'voip.join'],
      [10, 4],
    ],
  ] as [string[], [number, number]][])('%j: %j', (scopes, numbers) => expect(counted(scopes)).toEqual(numbers));

  it('is told by capability', () => {
    expect(permissionsOf(['chat.join'])).toMatchObject({
      'Create chat thread': false,
      'Add participant to a chat thread': true,
      'Start a VoIP call': false,
    });
  });
});
