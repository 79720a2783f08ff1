import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that answers every connection with these bytes, right or wrong, and then ends it or not. */
export async function wire(answer: string, { end = true } = {}): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (end ? socket.end(answer) : socket.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}
