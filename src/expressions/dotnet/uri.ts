import { domainToUnicode } from 'node:url';

/** `Uri.EscapeDataString`: everything but letters, digits and `-._~` in percent notation. */
export function escapeData(text: string): string {
  // Through bytes, because a lone surrogate is U+FFFD in .NET and an error in JavaScript.
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `WebUtility.UrlDecode`: plus signs are spaces, percent notation is UTF-8, what is neither stays. */
export function decodeForm(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** The parts of an absolute URI, as .NET's Uri has them. */
export interface UriParts {
  readonly scheme: string;
  readonly host: string;
  /** The explicit port or the scheme's own; -1 where there is neither. */
  readonly port: number;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
}

const DEFAULT_PORTS = new Map([
  ['http', 80],
  ['https', 443],
  ['ftp', 21],
  ['ftps', 990],
  ['ws', 80],
  ['wss', 443],
  ['mailto', 25],
  ['gopher', 70],
  ['nntp', 119],
  ['telnet', 23],
  ['ldap', 389],
]);

/** Takes an absolute URI apart; undefined if it is none. */
export function parseUri(text: string): UriParts | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const scheme = url.protocol.slice(0, -1);
  const port = url.port === '' ? (DEFAULT_PORTS.get(scheme) ?? -1) : Number(url.port);
  if (scheme === 'mailto') return { scheme, host: url.pathname.split('@')[1] ?? '', port, path: '', query: url.search };
  const host = domainToUnicode(url.hostname) || url.hostname;
  return { scheme, host, port, path: url.pathname || (host ? '/' : ''), query: url.search };
}
