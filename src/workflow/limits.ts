// What the service allows in one definition (reference: limits and configuration). A definition beyond them runs here
// all the same, with a warning: the service would refuse to save it.

export const limits = {
  actions: 500,
  /** Containers around an action. Public flows nest up to exactly this many. */
  nesting: 8,
  variables: 250,
  switchCases: 25,
  triggers: 10,
  parameters: 50,
  outputs: 10,
  nameLength: 80,
  descriptionLength: 256,
  trackedPropertiesLength: 16_000,
  foreachConcurrency: 50,
  untilCount: 5_000,
  retryCount: 90,
  /** Between two attempts, in seconds: 5 seconds to a day. */
  retryInterval: { least: 5, most: 86_400 },
  /** Of a JavaScriptCode action in Logic Apps Standard; in Consumption it is 1,024. */
  codeLength: 100_000,
} as const;

/** Deeper nesting than this, of containers or of JSON, is refused: it can only be an accident or an attack. */
export const deepest = { containers: 64, json: 1_000 } as const;
