import type { RequestFailure } from '../core/errors/explainFailure';

/**
 * Errors that come before the first byte of the request: names that do not resolve, connections that do not open. A network
 * or a host that is gone breaks connections that are open too: these are here only by the call that failed.
 */
const notConnected =
  /ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|\bconnect E[A-Z]+|UND_ERR_CONNECT_TIMEOUT|bad port|ERR_NAME_NOT_RESOLVED|ERR_CONNECTION_REFUSED|ERR_ADDRESS_INVALID|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_TIMED_OUT|ERR_PROXY_CONNECTION_FAILED/;
/** Undici names the status of a proxy that opens no tunnel, Chromium only what it wants; a 407 itself is no response for either. */
const proxy =
  /Proxy response \((\d{3})\)|UND_ERR_PRX_TLS|proxy authentication required|ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY_(?!CONNECTION_FAILED)\w+/;
const plainHttp = /wrong version number|ERR_SSL_WRONG_VERSION_NUMBER|packet length too long|ERR_SSL_PROTOCOL_ERROR/;
const certificate = /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS_/;
/** A secure connection breaks as it begins, or later with the request in it: only some reasons are those of a beginning. */
const secured = /ERR_SSL_|EPROTO/;
const handshake =
  /handshake|certificate|unknown[ _]ca\b|unsupported[ _]protocol|protocol[ _]version|no[ _](protocols|shared[ _]cipher|cipher)|cipher[ _]mismatch|unrecognized[ _]name|insufficient[ _]security|key[ _]too[ _]small|renegotiation/i;
const undecodable = /Z_DATA_ERROR|ERR__ERROR_FORMAT|ERR_CONTENT_DECODING_FAILED/;
const slow = /UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT/;

/**
 * What a rejected `fetch` or a broken body means. Undici hides the system's error in `cause`, Chromium's fetch names it
 * in the message (`net::ERR_...`). What is not known may have been sent.
 */
export function fetchFailure(error: unknown): RequestFailure {
  const chain = causes(error);
  const marks = chain.map((cause) => `${cause.code ?? ''} ${cause.message}`);
  const detail = chain
    .map((cause) => cause.code ?? /\b(?:net::)?(ERR_[A-Z_]+)/.exec(cause.message)?.[1])
    .find((code) => code !== undefined);
  const more = detail !== undefined && { detail };
  if (marks.some((mark) => /unexpected redirect|ERR_TOO_MANY_REDIRECTS/.test(mark))) return { failure: 'redirected' };
  if (marks.some((mark) => slow.test(mark))) return { failure: 'timeout' };
  if (marks.some((mark) => undecodable.test(mark))) return { failure: 'unexpectedResponse' };
  if (isUndicis407(chain)) return { failure: 'proxyRefused', sent: true, proxyStatus: 407 };
  const refusal = marks.map((mark) => proxy.exec(mark)).find((match) => match !== null);
  if (refusal) return { failure: 'proxyRefused', sent: false, ...proxyStatusOf(refusal) };
  if (chain.some(isConnecting) || marks.some((mark) => notConnected.test(mark)))
    return { failure: 'offline', sent: false, ...more };
  if (marks.some((mark) => plainHttp.test(mark))) return { failure: 'plainHttp', sent: false, ...more };
  if (marks.some((mark) => certificate.test(mark) || (secured.test(mark) && handshake.test(mark))))
    return { failure: 'certificateRejected', sent: false, ...more };
  return { failure: 'connectionLost', ...more };
}

/** Undici's fetch takes a response with 407 for none, and gives no reason. Whoever responded had the request. */
const isUndicis407 = ([, cause, ...more]: readonly Cause[]): boolean =>
  cause?.message === '' && cause.code === undefined && more.length === 0;

function proxyStatusOf([name, status]: RegExpExecArray): Pick<RequestFailure, 'proxyStatus'> {
  if (status !== undefined) return { proxyStatus: Number(status) };
  return /^(proxy authentication|ERR_PROXY_AUTH)/.test(name) ? { proxyStatus: 407 } : {};
}

interface Cause {
  readonly code?: string;
  readonly message: string;
  readonly syscall?: string;
}

function isConnecting(cause: Cause): boolean {
  return cause.syscall === 'connect' || cause.syscall === 'getaddrinfo';
}

/** The error, its causes, and the members of an AggregateError (one per address that was tried). */
function causes(error: unknown, depth = 0): Cause[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  const own: Cause = {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof syscall === 'string' && { syscall }),
  };
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [own, ...causes(error.cause, depth + 1), ...inner.flatMap((item) => causes(item, depth + 1))];
}
