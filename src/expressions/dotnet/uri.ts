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
  const query = queryOf(text);
  if (scheme === 'mailto') return { scheme, host: url.pathname.split('@')[1] ?? '', port, path: '', query };
  const path = canonical(url.pathname) || (url.hostname ? '/' : '');
  // A drive is where the path of a file starts.
  const isDrive = scheme === 'file' && /^\/[A-Za-z]:/.test(path);
  return { scheme, host: hostOf(url, text), port, path: isDrive ? path.slice(1) : path, query };
}

/** The host in the writing of the URI: letters of a language stay letters, `xn--` stays too. */
function hostOf({ hostname }: URL, text: string): string {
  return /xn--/i.test(text) ? hostname : domainToUnicode(hostname) || hostname;
}

/** From the text, because a URL has escaped more in it than .NET does. */
function queryOf(text: string): string {
  const query = canonical(/\?[^#]*/.exec(text.split('#', 1)[0]?.trim() ?? '')?.[0] ?? '');
  return query === '?' ? '' : query;
}

/** Characters that a URI cannot have in percent notation, those that need none (letters, digits, `-._~`) without it. */
function canonical(text: string): string {
  return text
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/%(?:[46][1-9A-Fa-f]|[57][0-9Aa]|3[0-9]|2[DdEe]|5[Ff]|7[Ee])/g, decodeURIComponent)
    .replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]+/g, escapeData);
}
