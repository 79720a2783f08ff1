/** How far one exchange may go: milliseconds from the request to the whole answer, bytes of the answer's body. */
export interface Limits {
  readonly timeout: number;
  readonly body: number;
}

/** The service's own limits (documented): 120 seconds, 100 MB. */
export const limits: Limits = { timeout: 120_000, body: 100 * 1024 * 1024 };
