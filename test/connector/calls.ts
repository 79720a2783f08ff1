// Requests as the gateway hands them to the script, and what has to become of them.
import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { signatureOf, type Emulator } from '../../src/emulator/index.js';
import { build, findOperation, NO_ARGUMENTS, operationsOf, type Arguments } from '../../src/swagger/index.js';
import type { ScriptCall } from './mono.js';

export const operations = operationsOf(definition);
/** A user that no resource has. */
export const ID = '8:acs:abc_def';
/** An access key that the emulator does not accept. */
export const KEY = 'c2VjcmV0';

/** The request of an operation as it comes from the gateway: to the host of the swagger, parameters encoded. */
export function call(operationId: string, given: Partial<Arguments>, over: Partial<ScriptCall> = {}): ScriptCall {
  const operation = findOperation(operations, operationId);
  if (!operation) throw new Error(operationId);
  const { method, path, body } = build(operation, { ...NO_ARGUMENTS, ...given });
  const url = `https://communication.azure.com${path}`;
  const sent = typeof body === 'string' ? body : null;
  return { operationId, method, url, headers: {}, body: sent, online: true, cancelled: false, ...over };
}

/** What the policies of apiProperties.json set for a connection with a connection string. */
export function withConnection(connectionString: string): { readonly headers: Readonly<Record<string, string>> } {
  return { headers: { 'Connection-String': connectionString, 'Endpoint-Url': '' } };
}

/** The signature that a request must have, made independently of the script. */
export function signatureHeader(
  headers: Readonly<Record<string, string | undefined>>,
  method: string,
  url: string,
  host: string,
  body: string,
): string {
  const target = url.replace(/^https?:\/\/[^/]*/, '');
  const hash = createHash('sha256').update(body).digest('base64');
  const signature = signatureOf(KEY, `${method}\n${target}\n${headers['x-ms-date']};${host};${hash}`);
  return `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
}

/** Hands what comes over https to the emulator's service, as it came. */
export function forward({ service }: Emulator): RequestListener {
  return (request, response) => {
    void bytesOf(request).then(async (body) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const answer = await service.handle({ method: request.method ?? '', target: request.url ?? '', headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
