/** The texts of a table, before they are written in a format. */
export interface TableText {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Lines that end in CRLF, quotes only where they are needed; nothing for no columns (measured in Power Automate). */
export function writeCsv({ headers, rows }: TableText): string {
  if (headers.length === 0) return '';
  return [headers, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of HTML; without columns it has neither head nor rows (measured in Power Automate). */
export function writeHtml({ headers, rows }: TableText): string {
  if (headers.length === 0) return '<table><tbody></tbody></table>';
  const head = `<thead>${row(headers, 'th')}</thead>`;
  return `<table>${head}<tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

function row(cells: readonly string[], tag: 'th' | 'td'): string {
  return `<tr>${cells.map((text) => `<${tag}>${encodeHtml(text)}</${tag}>`).join('')}</tr>`;
}

const entities: { readonly [character: string]: string } = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What .NET's WebUtility.HtmlEncode writes: also U+00A0 to U+00FF and what is beyond 16 bits, as numbers. */
function encodeHtml(text: string): string {
  return text.replace(
    /[<>&"'\u00a0-\u00ff\ud800-\udfff]|[\u{10000}-\u{10ffff}]/gu,
    (character) => entities[character] ?? number(character.codePointAt(0) ?? 0),
  );
}

function number(code: number): string {
  // Half a character is no character.
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : `&#${code};`;
}
