import type { Connector } from '../connectors/index.js';
import { createSend } from '../http/index.js';
import { callToTry, type CallToTry, startMockServer, type MockServer, type MockServerOptions } from '../mocks/index.js';

/** A connector that is served, and a request to begin with, where there is one that is sure to be answered. */
export interface MockedConnector extends MockServer {
  readonly toTry: CallToTry | undefined;
}

/** Serves a connector on this machine, at the swagger's paths and where policies route them; subscribers are called back. */
export async function mockConnector(
  { operations, routed = [], reshapes = () => false }: Connector,
  options: Omit<MockServerOptions, 'operations' | 'reshapes' | 'call'>,
): Promise<MockedConnector> {
  const send = createSend();
  const call: MockServerOptions['call'] = async (url, { headers, body }) =>
    (await send({ method: 'POST', url, headers, body })).status;
  const server = await startMockServer({ ...options, operations: [...operations, ...routed], reshapes, call });
  return {
    url: server.url,
    toTry: callToTry(operations, reshapes),
    async close() {
      await server.close();
      send.close();
    },
  };
}
