/** How long and how many: what is documented, and where nothing is, what no published connector goes beyond. */
export const longest = {
  /** Documented. */
  summary: 120,
  title: 30,
  description: [30, 500],
  operations: 256,
  schemasOfBody: 512,
  schemasOfOperation: 16_384,
  categories: 2,
  definitionBytes: 1024 * 1024,
  scriptBytes: 1024 * 1024,
  iconBytes: 1024 * 1024,
  /** Guessed: well beyond every published connector that was looked at. */
  operationId: 128,
  depth: 64,
  schemas: 16_384,
} as const;
