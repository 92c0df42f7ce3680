import assert from 'node:assert/strict';
import { fetchFailure } from '../../../src/api/fetchFailure';

/** Undici's error where the proxy refuses to open a tunnel. */
function tunnelRefused(status: number): TypeError {
  const cause = new Error('Request was cancelled.', {
    cause: Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), {
      code: 'UND_ERR_ABORTED',
    }),
  });
  return new TypeError('fetch failed', { cause });
}

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
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EACCES', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'EPROTO'].flatMap(
    (code) =>
      [
        [
          `${code} of a connection that does not open`,
          failed(`connect ${code}`, { code, syscall: 'connect' }),
          'offline',
          false,
        ],
        [
          `${code} of one that does not open, by its words`,
          failed(`connect ${code} 192.0.2.1:443`, { code }),
          'offline',
          false,
        ],
        [`${code} of a read`, failed(`read ${code}`, { code, syscall: 'read' }), 'connectionLost', true],
        [`${code} of a write`, failed(`write ${code}`, { code, syscall: 'write' }), 'connectionLost', true],
      ] as const,
  ),
  ['Chromium and an address that is gone', new Error('net::ERR_ADDRESS_UNREACHABLE'), 'connectionLost', true],
  ...[
    ['bad record mac', 'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC'],
    ['decryption failed or bad record mac', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'],
    ['unexpected eof while reading', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING'],
    ['internal error', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'],
  ].map(
    ([words = '', code = '']) =>
      [`a secure connection that breaks: ${words}`, failed(words, { code }), 'connectionLost', true] as const,
  ),
  ...[
    ['handshake failure', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
    ['protocol version', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    ['unsupported protocol', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
    ['unknown ca', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
    ['certificate required', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    ['alert handshake failure', 'EPROTO'],
  ].map(
    ([words = '', code = '']) =>
      [
        `a secure connection that is not made: ${words}`,
        failed(words, { code }),
        'certificateRejected',
        false,
      ] as const,
  ),
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
  ['a proxy that wants a password', tunnelRefused(407), 'proxyRefused', false],
  // The response to a request, that fetch takes for none.
  ['a 407 without a tunnel', failed(''), 'proxyRefused', true],
  ['the same in a window', failed('proxy authentication required'), 'proxyRefused', false],
  ['a proxy that allows no such host', tunnelRefused(403), 'proxyRefused', false],
  ['a proxy that finds no way', tunnelRefused(502), 'proxyRefused', false],
  ['Chromium and a proxy that refuses', new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'proxyRefused', false],
  ['Chromium and a proxy that wants a password', new Error('net::ERR_PROXY_AUTH_REQUESTED'), 'proxyRefused', false],
  [
    'plain HTTP where TLS was expected',
    failed('40BD:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps', {
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    }),
    'plainHttp',
    false,
  ],
  [
    'the same under an older name',
    failed('write EPROTO 139:error:1408F10B:SSL routines:ssl3_get_record:wrong version number', {
      code: 'EPROTO',
      syscall: 'write',
    }),
    'plainHttp',
    false,
  ],
  [
    'the same as a packet that is too long',
    failed('error:0A0000C6:SSL routines::packet length too long', { code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG' }),
    'plainHttp',
    false,
  ],
  ['Chromium and plain HTTP', new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'plainHttp', false],
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

  it('tells the status of a proxy, so far as it is known', () => {
    const statusOf = (error: unknown) => fetchFailure(error).proxyStatus;
    assert.deepEqual(
      [407, 502].map((status) => statusOf(tunnelRefused(status))),
      [407, 502],
    );
    assert.equal(statusOf(new Error('net::ERR_PROXY_AUTH_REQUESTED')), 407);
    for (const words of ['', 'proxy authentication required']) assert.equal(statusOf(failed(words)), 407);
    assert.equal(statusOf(new Error('net::ERR_PROXY_CERTIFICATE_INVALID')), undefined);
    assert.equal(statusOf(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')), undefined);
  });
});
