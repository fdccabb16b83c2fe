// A way to the agent on which the page itself comes piece by piece, as over a slow network.

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE = 300;

export async function inPieces(url) {
  const { hostname, port } = new URL(url);
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const far = request({ hostname, port, headers, method: asked.method, path: asked.url }, async got => {
      answer.writeHead(got.statusCode, got.headers);
      if (!got.headers['content-type']?.startsWith('text/html')) {
        got.pipe(answer);
        return;
      }
      for (const piece of (await text(got)).split(/(?<=<\/\w+>\n)/)) {
        answer.write(piece);
        await pause(PAUSE);
      }
      answer.end();
    });
    far.on('error', () => answer.destroy());
    answer.on('close', () => far.destroy());
    far.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
