/** The service's limits for one exchange (documented): 120 seconds, 100 MB. */
export const limits = { timeout: 120_000, body: 100 * 1024 * 1024 } as const;
