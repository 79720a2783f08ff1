/** Epoch seconds, as claims count. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** .NET's "o" format of a DateTimeOffset in UTC: `2021-04-21T02:14:00.6740000+00:00`. */
export function dotnetTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000+00:00');
}
