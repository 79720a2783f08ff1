// Pieces of a YAML text, for messages.

/** Where the line around a character begins and ends. */
export function lineAround(text: string, at: number): readonly [number, number] {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return [start, end < 0 ? text.length : end];
}

/** A text in the quotes that suit it: expressions are full of single quotes. */
export function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
