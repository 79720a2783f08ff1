import type { Connector } from '../connectors/index.js';
import { createSend } from '../http/index.js';
import { startMockServer, type MockServer, type MockServerOptions } from '../mocks/index.js';

/** Serves a connector on this machine, at the swagger's paths and where policies route them; subscribers are called back. */
export async function mockConnector(
  { operations, routed = [], reshapes = () => false }: Connector,
  options: Omit<MockServerOptions, 'operations' | 'reshapes' | 'call'>,
): Promise<MockServer> {
  const send = createSend();
  const call: MockServerOptions['call'] = async (url, { headers, body }) =>
    (await send({ method: 'POST', url, headers, body })).status;
  const server = await startMockServer({ ...options, operations: [...operations, ...routed], reshapes, call });
  return {
    url: server.url,
    async close() {
      await server.close();
      send.close();
    },
  };
}
