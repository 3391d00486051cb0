import { createServer } from 'node:http';
import { listing } from './listing.js';

/* The same list from a server that has nothing else in it. Says where it listens, and ends with its parent. */
const list = listing();
const server = createServer(async (request, response) => {
  if (request.url === '/cpu') return response.end(JSON.stringify(process.cpuUsage()));
  const found = await list(request.headers.authorization ?? '');
  if (found === null) return response.writeHead(401).end();
  response.writeHead(200, { 'content-type': 'application/json' }).end(found);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.on('disconnect', () => process.exit(0));
