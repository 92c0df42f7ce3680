import { createHash, timingSafeEqual } from 'node:crypto';
import { trutoRefusal } from './response';

/**
 * Refuses a Host that is not this machine's: a web page whose name was rebound to 127.0.0.1 comes with its own name.
 * Throws a 421.
 */
export function checkHost(host: string | undefined, port: number): void {
  if (host === `127.0.0.1:${port}` || host === `localhost:${port}`) return;
  throw trutoRefusal(421, 'This server answers only to its own loopback address');
}

/** Throws a 401 without the remote flag unless the header is `Bearer <token>`. */
export function checkToken(authorization: string | undefined, token: string): void {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  // Digests have one length, which the comparison in constant time needs.
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  throw trutoRefusal(401, given === undefined ? 'The API token is missing' : 'The API token is invalid or expired');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
