import { request } from 'node:http';
import type { Ways } from './deliver';

const patienceMs = 3_000;

/** Whether one of them shows that the network beyond this machine is there. All are asked at once. */
export async function anyAnswers(witnesses: readonly string[], resolve: Ways['resolve']): Promise<boolean> {
  return (await Promise.all(witnesses.map((witness) => answers(witness, resolve)))).includes(true);
}

/**
 * Whether a host answers at `host:port`, if only by refusing the connection. No byte is sent: a request of which nothing is
 * written opens the connection and no more. What cannot be found out is no answer.
 */
async function answers(witness: string, resolve: Ways['resolve']): Promise<boolean> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(witness) ?? [];
  const signal = AbortSignal.timeout(patienceMs);
  const late = new Promise<null>((done) => signal.addEventListener('abort', () => done(null), { once: true }));
  // A name that is not found, or an address that is not allowed, is a witness that does not answer.
  const place = await Promise.race([resolve(host).catch(() => null), late]);
  if (place === null) return false;
  return new Promise((done) => {
    const asked = request({ host: place.ip, port: Number(port), agent: false, signal });
    asked.on('error', (error) => done('code' in error && error.code === 'ECONNREFUSED'));
    asked.on('socket', (socket) =>
      socket.on('connect', () => {
        done(true);
        asked.destroy();
      }),
    );
  });
}
