// Names as .NET's XmlConvert and its reader have them. Its tables hold single UTF-16 units only: a surrogate is never part of
// a name.

const START =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF' +
  '\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const MORE = `${START}\\-.0-9\\xB7\\u0300-\\u036F\\u203F-\\u2040`;

/** A name that may have colons, at a place of the text (sticky). */
export const NAME = new RegExp(`[:${START}][:${MORE}]*`, 'y');

// What `EncodeName` leaves alone is narrower: the letters, digits and marks of the fourth edition of XML 1.0, which are those
// of Unicode 2. The properties below are the same for every script in use.
const ENCODE_START = /[\p{L}\p{Nl}_]/u;
const ENCODE_MORE = /[\p{L}\p{Nl}\p{M}\p{Nd}_\-.\xB7]/u;

/** What looks as if it were an encoded character must be encoded itself, or decoding would change it. */
const ENCODED = /_[Xx](?:[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})_/y;

/** `XmlConvert.EncodeName` (colons stay) or, with `local`, `EncodeLocalName`: `a b` is `a_x0020_b`. */
export function encodeName(name: string, local = false): string {
  let result = '';
  for (let at = 0; at < name.length; at++) {
    const unit = name.charAt(at);
    ENCODED.lastIndex = at;
    const fits = (unit === ':' && !local) || (at === 0 ? ENCODE_START : ENCODE_MORE).test(unit);
    if (fits && !ENCODED.test(name)) {
      result += unit;
      continue;
    }
    const code = name.codePointAt(at) ?? 0;
    result += `_x${code
      .toString(16)
      .toUpperCase()
      .padStart(code > 0xffff ? 8 : 4, '0')}_`;
    if (code > 0xffff) at++;
  }
  return result;
}

/** `XmlConvert.DecodeName`. */
export function decodeName(name: string): string {
  if (!name.includes('_')) return name;
  return name.replace(/_[Xx]([0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})_/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** The part before a colon that stands inside the name: Newtonsoft's reading of a qualified name. */
export function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon > 0 && colon < name.length - 1 ? name.slice(0, colon) : '';
}
