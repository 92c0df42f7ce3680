import assert from 'node:assert/strict';
import { fetchFailure } from '../../../src/api/fetchFailure';

function failed(message: string, facts: { code?: string; syscall?: string } = {}): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), facts) });
}

// Undici's and Chromium's errors as they are thrown; most cannot be provoked on one machine.
const table: readonly (readonly [string, unknown, string, boolean])[] = [
  [
    'a name that does not resolve',
    failed('getaddrinfo ENOTFOUND api.truto.one', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    'offline',
    false,
  ],
  [
    'a slow name server',
    failed('getaddrinfo EAI_AGAIN', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
    'offline',
    false,
  ],
  [
    'a refused connection',
    failed('connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED', syscall: 'connect' }),
    'offline',
    false,
  ],
  [
    'a connection reset while connecting',
    failed('connect ECONNRESET', { code: 'ECONNRESET', syscall: 'connect' }),
    'offline',
    false,
  ],
  [
    'a connection that did not open in time',
    failed('Connect Timeout Error', { code: 'UND_ERR_CONNECT_TIMEOUT' }),
    'offline',
    false,
  ],
  [
    'all addresses refused',
    new TypeError('fetch failed', {
      cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
    }),
    'offline',
    false,
  ],
  ['Chromium without a network', new TypeError('net::ERR_INTERNET_DISCONNECTED'), 'offline', false],
  ['Chromium and a proxy that is down', new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'offline', false],
  ['a reset after sending', failed('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }), 'connectionLost', true],
  ['a closed socket', failed('other side closed', { code: 'UND_ERR_SOCKET' }), 'connectionLost', true],
  [
    'a body that broke off',
    new TypeError('terminated', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }),
    'connectionLost',
    true,
  ],
  ['Chromium and a reset', new Error('net::ERR_CONNECTION_RESET'), 'connectionLost', true],
  [
    'an expired certificate',
    failed('certificate has expired', { code: 'CERT_HAS_EXPIRED' }),
    'certificateRejected',
    false,
  ],
  [
    "a proxy's own certificate",
    failed('self-signed certificate in certificate chain', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'certificateRejected',
    false,
  ],
  ["another host's certificate", failed('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'certificateRejected', false],
  ['a head that did not come', failed('Headers Timeout Error', { code: 'UND_ERR_HEADERS_TIMEOUT' }), 'timeout', true],
  ['a redirect that fetch itself refused', failed('unexpected redirect'), 'redirected', true],
  ['what nobody knows', new Error('?'), 'connectionLost', true],
  ['what is no error', 'x', 'connectionLost', true],
];

describe('fetchFailure', () => {
  for (const [title, error, failure, sent] of table) {
    it(`takes ${title} for ${failure}, ${sent ? 'perhaps sent' : 'not sent'}`, () => {
      const read = fetchFailure(error);
      assert.deepEqual([read.failure, read.sent ?? true], [failure, sent]);
    });
  }
});
