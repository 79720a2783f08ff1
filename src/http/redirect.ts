import type { HttpRequest, HttpResponse, Send } from './send.js';

/** .NET's own limit; the answer after it is handed out as it is. */
const mostRedirects = 50;

/** A door that follows redirects as .NET's HttpClient does: up to 50, never from https to http, without the Authorization. */
export function followingRedirects(send: Send): Send {
  const follow = async (request: HttpRequest, signal: AbortSignal | undefined, left: number): Promise<HttpResponse> => {
    const answer = await send(request, signal);
    const next = left > 0 ? redirected(request, answer) : undefined;
    return next ? follow(next, signal, left - 1) : answer;
  };
  return (request, signal) => follow(request, signal, mostRedirects);
}

/** The request that an answer points to; undefined where it points nowhere that may be asked. */
function redirected(request: HttpRequest, { status, headers }: HttpResponse): HttpRequest | undefined {
  const location = headers['Location'];
  if (![300, 301, 302, 303, 307, 308].includes(status) || !location || !URL.canParse(location, request.url)) return;
  const [from, to] = [new URL(request.url), new URL(location, request.url)];
  if (!/^https?:$/.test(to.protocol) || (from.protocol === 'https:' && to.protocol === 'http:')) return;
  const { method, body, certificate } = request;
  const same = from.origin === to.origin;
  const asGet = becomesGet(status, method);
  return {
    method: asGet ? 'GET' : method,
    url: to.href,
    headers: headersFor(request.headers, same, asGet),
    ...(body && !asGet && { body }),
    ...(certificate && same && { certificate }),
  };
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return status <= 302 && method === 'POST';
}

/** .NET takes the Authorization off every time; that a cookie stays with the host it was for is our own caution. */
function headersFor(headers: HttpRequest['headers'], same: boolean, asGet: boolean): HttpRequest['headers'] {
  const gone = new Set(same ? ['authorization'] : ['authorization', 'cookie']);
  const kept = Object.entries(headers).filter(
    ([name]) => !gone.has(name.toLowerCase()) && !(asGet && /^content-/i.test(name)),
  );
  return Object.fromEntries(kept);
}
