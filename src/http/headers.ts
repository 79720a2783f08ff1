// The headers of an answer, as .NET gives them to the service.

/** Headers by name, repeated ones joined; the well-known in the usual spelling, whatever the server wrote. */
export function headersOf(raw: readonly string[]): { readonly [name: string]: string } {
  const headers = new Map<string, readonly [string, string]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]];
    const key = name.toLowerCase();
    const first = headers.get(key);
    headers.set(key, first ? [first[0], `${first[1]},${value}`] : [spelled.get(key) ?? name, value]);
  }
  const cache = headers.get('cache-control');
  if (cache) headers.set('cache-control', [cache[0], ordered(cache[1])]);
  return Object.fromEntries(headers.values());
}

// Measured in Power Automate: the spelling of the headers that .NET knows, a comma without a space between repeated ones,
// and the directives of Cache-Control in .NET's order.
const known =
  'Accept Accept-Charset Accept-Encoding Accept-Language Accept-Patch Accept-Ranges Access-Control-Allow-Credentials ' +
  'Access-Control-Allow-Headers Access-Control-Allow-Methods Access-Control-Allow-Origin Access-Control-Expose-Headers ' +
  'Access-Control-Max-Age Age Allow Alt-Svc Alt-Used Authorization Cache-Control Connection Content-Disposition ' +
  'Content-Encoding Content-Language Content-Length Content-Location Content-MD5 Content-Range Content-Security-Policy ' +
  'Content-Type Cookie Cookie2 Date ETag Expect Expect-CT Expires From Host If-Match If-Modified-Since If-None-Match ' +
  'If-Range If-Unmodified-Since Keep-Alive Last-Modified Link Location Max-Forwards Origin P3P Pragma ' +
  'Proxy-Authenticate Proxy-Authorization Proxy-Connection Proxy-Support Public-Key-Pins Range Referer Referrer-Policy ' +
  'Refresh Retry-After Sec-WebSocket-Accept Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol ' +
  'Sec-WebSocket-Version Server Server-Timing Set-Cookie Set-Cookie2 Strict-Transport-Security TE Trailer ' +
  'Transfer-Encoding TSV Upgrade Upgrade-Insecure-Requests User-Agent Vary Via Warning WWW-Authenticate ' +
  'X-AspNet-Version X-Cache X-Content-Duration X-Content-Type-Options X-Frame-Options X-MSEdge-Ref X-Powered-By ' +
  'X-Request-ID X-UA-Compatible X-XSS-Protection';

const spelled = new Map(known.split(' ').map((name) => [name.toLowerCase(), name]));

const directives =
  'no-store no-transform only-if-cached public must-revalidate proxy-revalidate no-cache max-age s-maxage max-stale min-fresh private'.split(
    ' ',
  );

function ordered(value: string): string {
  const given = value.match(/(?:[^,"]|"[^"]*")+/g)?.map((each) => each.trim()) ?? [];
  const rank = (each: string) => {
    const at = directives.indexOf(each.toLowerCase().replace(/\s*=.*/, ''));
    return at < 0 ? directives.length : at;
  };
  return given.toSorted((a, b) => rank(a) - rank(b)).join(', ');
}
