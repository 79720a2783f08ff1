// What each scope of a token allows (documented: identity model, "access tokens").

const CHAT = ['chat'];
const CHAT_JOIN = ['chat', 'chat.join'];
const CHAT_ALL = ['chat', 'chat.join', 'chat.join.limited'];
const VOIP = ['voip'];
const VOIP_ALL = ['voip', 'voip.join'];

/** The scopes that have each capability. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'Create chat thread': CHAT,
  'Update chat thread with ID': CHAT,
  'Delete chat thread with ID': CHAT,
  'Add participant to a chat thread': CHAT_JOIN,
  'Remove participant from a chat thread': CHAT_JOIN,
  'Get chat threads': CHAT_ALL,
  'Get chat thread with ID': CHAT_ALL,
  'Get ReadReceipt': CHAT_ALL,
  'Create ReadReceipt': CHAT_ALL,
  'Create message for chat thread with ID': CHAT_ALL,
  'Get message with message ID': CHAT_ALL,
  'Update your own message with message ID': CHAT_ALL,
  'Delete your own message with message ID': CHAT_ALL,
  'Send typing indicator': CHAT_ALL,
  'Get participant for thread ID': CHAT_ALL,
  'Start a VoIP call': VOIP,
  'Start a VoIP call in Virtual Rooms, when the user is already invited to the Room': VOIP_ALL,
  'Join an InProgress VoIP call': VOIP_ALL,
  'Join an InProgress VoIP call in Virtual Rooms, when the user is already invited to the Room': VOIP_ALL,
  'All other in-call operations such as mute/unmute, screen share, and so on': VOIP_ALL,
};

/** Whether scopes allow each capability. In Virtual Rooms in-call operations depend on the user's role besides. */
export function permissionsOf(scopes: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(PERMISSIONS).map(([capability, having]) => [capability, having.some((one) => scopes.includes(one))]),
  );
}
