import type { SandboxFault } from './faults';

type BodyFault = Extract<SandboxFault, { readonly kind: 'body' }>;

const json = 'application/json; charset=utf-8';
const levels = 100_000;
const hugeBytes = 64_000_000;

const faults = {
  // The connection.
  lostBefore: { kind: 'cut' },
  lostAfter: { kind: 'cut', when: 'afterApplying' },
  cutInside: { kind: 'cut', when: 'afterApplying', afterBytes: 20 },
  silentBefore: { kind: 'noResponse' },
  silentAfter: { kind: 'noResponse', when: 'afterApplying' },
  slow: { kind: 'delay', ms: 2000 },

  // Something in between: no body of Truto.
  firewall403: page(403, 'Request blocked'),
  page404: page(404, 'Not Found'),
  gateway502: page(502, 'Bad Gateway'),
  unavailable503: page(503, 'Service Temporarily Unavailable'),
  timeout504: page(504, 'Gateway Time-out'),
  unknown520: page(520, 'Web server is returning an unknown error'),
  captivePortal: page(200, 'Log in to the Wi-Fi'),

  signIn302: { kind: 'redirect', status: 302, location: 'https://login.example/' },
  done303: { kind: 'redirect', status: 303, location: '/done', when: 'afterApplying' },

  // Truto and the provider.
  locked423: { kind: 'status', status: 423 },
  keyInUse422: jsonFault(422, {
    statusCode: 422,
    error: 'Unprocessable Entity',
    message: 'A request with this Idempotency-Key is still being processed',
  }),
  refused422: { kind: 'status', status: 422, remote: true },
  failed500: { kind: 'status', status: 500 },
  provider500: { kind: 'status', status: 500, remote: true },
  blocked503: { kind: 'status', status: 503 },

  // Success that shows no user.
  errorEnvelope: jsonFault(200, { success: false, error: { code: 'invalid_request', message: 'Nothing was changed' } }),
  queued202: jsonFault(202, { job: 'queued' }),
  noContent204: { kind: 'body', status: 204, body: '', contentType: json, when: 'afterApplying' },
  multiStatus207: { ...jsonFault(207, { results: [{ status: 200 }, { status: 424 }] }), when: 'afterApplying' },
  nullBody: { kind: 'change', change: () => null },
  listBody: { kind: 'change', change: (user) => [user] },
  envelope: { kind: 'change', change: (user) => ({ result: user }) },
  otherUser: {
    kind: 'change',
    change: (user) => ({ ...user, id: 'usr_somebody_else', name: 'Somebody Else', username: 'somebody.else' }),
  },

  // Lists.
  repeatedCursor: {
    kind: 'change',
    change: (list, query) => ({ ...list, next_cursor: query.next_cursor ?? list.next_cursor }),
    match: { path: 'next_cursor=' },
    times: Infinity,
  },
  failedPage: { kind: 'status', status: 502, remote: true, match: { path: 'next_cursor=' } },
  slowPage: { kind: 'delay', ms: 2000, match: { path: 'next_cursor=' } },

  // Size.
  deepBody: bigFault(200, () => `{"id":"usr_ada","remote_data":${nested()}}`),
  deepError: bigFault(
    500,
    () => `{"statusCode":500,"error":"Internal Server Error","message":"","raw_response":${nested()}}`,
  ),
  hugeBody: bigFault(200, () => `{"id":"usr_ada","bio":"${'x'.repeat(hugeBytes)}"}`),
  hugeError: bigFault(
    500,
    () => `{"statusCode":500,"error":"Internal Server Error","message":"${'x'.repeat(hugeBytes)}"}`,
  ),
  endlessBody: bigFault(200, endless),
  endlessError: bigFault(500, endless),
} satisfies Record<string, SandboxFault>;

export type FaultName = keyof typeof faults;

/**
 * What networks, gateways and servers do in place of a proper response, by name. `when` and `match` may be given anew:
 * `{ ...namedFaults.captivePortal, when: 'afterApplying' }`.
 */
export const namedFaults: Readonly<Record<FaultName, SandboxFault>> = faults;

/** Reads `[METHOD] NAME [TIMES]`, such as `PATCH gateway502 3`. Throws an error that names all faults. */
export function readFault(text: string): SandboxFault {
  const [, method, name = '', times] = /^(?:([A-Z]+) +)?(\w+)(?: +(\d+))?$/.exec(text.trim()) ?? [];
  if (!isFaultName(name))
    throw new Error(`"${text}" is no fault ([METHOD] NAME [TIMES]). Known: ${Object.keys(namedFaults).join(', ')}`);
  const fault: SandboxFault = namedFaults[name];
  return {
    ...fault,
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(method === undefined ? {} : { match: { ...fault.match, method } }),
  };
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(namedFaults, name);
}

function page(status: number, title: string): BodyFault {
  const body = `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { kind: 'body', status, body, contentType: 'text/html; charset=utf-8' };
}

function jsonFault(status: number, body: unknown): BodyFault {
  return { kind: 'body', status, body: JSON.stringify(body), contentType: json };
}

function bigFault(status: number, body: Exclude<BodyFault['body'], string | Uint8Array>): BodyFault {
  return { kind: 'body', status, body, contentType: json };
}

function nested(): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

/** The beginning of a user that never ends; only the client, or the end of the sandbox, stops it. */
// eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous, also when it never waits
async function* endless(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"id":"usr_ada","bio":"');
  const more = Buffer.alloc(65_536, 'x');
  for (;;) yield more;
}
