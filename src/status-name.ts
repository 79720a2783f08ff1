import { STATUS_CODES } from 'node:http';

/** The name of an HTTP status as .NET has it (`NotFound`); the number where it has none. */
export function statusName(status: number): string {
  const text = nameless.has(status) ? undefined : STATUS_CODES[status];
  return text === undefined ? String(status) : (spelled[text] ?? text.replace(/[^A-Za-z]+/g, ''));
}

// 429 and a few others came to .NET late (with Core 2.1, all at once) or never: the service shows their number (measured in
// Power Automate for 429).
const nameless = new Set([
  102, 103, 207, 208, 226, 308, 418, 421, 422, 423, 424, 425, 428, 429, 431, 451, 506, 507, 508, 509, 510, 511,
]);

// Where .NET's name is not Node's text without its spaces.
const spelled: { readonly [text: string]: string } = {
  'Payload Too Large': 'RequestEntityTooLarge',
  'URI Too Long': 'RequestUriTooLong',
  'Range Not Satisfiable': 'RequestedRangeNotSatisfiable',
  'HTTP Version Not Supported': 'HttpVersionNotSupported',
};

/** Whether an answer with this status may be another one with time (documented): 408, 429, 5xx. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
