import { parseUri, type UriParts } from '../dotnet/uri.js';
import { type FunctionRow, invalidParameters, pure } from '../function.js';

function part(name: string, type: 'string' | 'integer', read: (uri: UriParts) => string | number): FunctionRow {
  const call = (text: string): string | number => {
    const uri = parseUri(text);
    if (!uri) throw invalidParameters(name);
    return read(uri);
  };
  return pure(`${name}(uri: string): ${type}`, call, { plain: true });
}

/** The parts of a URI. */
export const uris: readonly FunctionRow[] = [
  part('uriHost', 'string', ({ host }) => host),
  part('uriPath', 'string', ({ path }) => path),
  part('uriPathAndQuery', 'string', ({ path, query }) => path + query),
  part('uriPort', 'integer', ({ port }) => port),
  part('uriQuery', 'string', ({ query }) => query),
  part('uriScheme', 'string', ({ scheme }) => scheme),
];
