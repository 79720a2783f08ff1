// JSON as editors write it: with comments, and with commas before a closing bracket.

/**
 * The same text with blanks where JSON has comments and trailing commas, so that every other character keeps its place. A
 * text that is not JSON (YAML may begin with a bracket, too) stays as it is.
 */
export function withoutExtras(text: string): string {
  if (!/^\s*(?:[{[]|\/[/*])/.test(text) || !/\/[/*]|,\s*[}\]]/.test(text)) return text;
  const pieces: string[] = [];
  let comma = -1; // where in `pieces` a comma stands that nothing has come after
  for (const [piece] of text.matchAll(token)) {
    const comment = /^\/[/*]/.test(piece);
    if (isYaml(piece, comment, pieces.at(-1))) return text;
    if (comma >= 0 && /^[}\]]/.test(piece)) pieces[comma] = ' ';
    if (!comment && piece.trim() !== '') comma = piece === ',' ? pieces.length : -1;
    pieces.push(comment ? piece.replace(/[^\r\n]/g, ' ') : piece);
  }
  const cleaned = pieces.join('');
  return /^\s*[{[]/.test(cleaned) ? cleaned : text;
}

/** Strings, comments, brackets and commas one by one, blanks, and words: numbers, `true`, what YAML writes unquoted. */
const token = /"(?:[^"\\]|\\[^])*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[{}[\],]|\s+|(?:(?!\/[/*])[^\s"{}[\],])+/g;

/** Text in single quotes, or an address without quotes: `https:` and what looks like a comment after it. */
function isYaml(piece: string, comment: boolean, before: string | undefined): boolean {
  return comment ? /^[^"\s].*:$/.test(before ?? '') && before !== ':' : /^[^"\s].*'|^'/.test(piece);
}
