import * as z from 'zod/mini';
import { isSecretName } from '../secrets/isSecretName';
import { isAccountId } from './accountId';

/** The path of a link that opens an account or a user. */
export const deepLinkPath = '/open';

/** What a link opens; without a user an account, without an environment in the one in use. */
export interface DeepLink {
  readonly account: string;
  readonly user?: string | undefined;
  readonly environment?: string | undefined;
}

/** Why a link opens nothing. */
export type DeepLinkRefusal =
  /** Broken, or longer than any of ours. */
  | 'malformed'
  /** It carries what is never in a link: a token, a password, a body. */
  | 'secret'
  /** A parameter that is none, or is there twice. */
  | 'parameter'
  | 'account'
  | 'user'
  | 'environment';

export type ReadDeepLink =
  | { readonly ok: true; readonly link: DeepLink }
  | { readonly ok: false; readonly reason: DeepLinkRefusal };

const maxQuery = 4000;
const visible = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u));

const linkSchema = z.strictObject({
  account: z.string().check(z.refine(isAccountId)),
  user: z.optional(visible(500)),
  environment: z.optional(visible(100)),
});

/** What would be sent, and how: nothing of it can come from a link. */
const ofSending = /^(body|data|json|patch|fields?|query|url|base_?url|send|confirm|command)$/i;

/**
 * In front of a query whose values are encoded twice. It is read there alone, so that no value can bring it: VS Code decodes
 * once, and a value that holds `&` could not be told from two parameters then.
 */
const twice = 'encoded=twice&';

/** Reads the query of a link, as VS Code hands it over: decoded once. Never throws. */
export function readDeepLink(query: string): ReadDeepLink {
  if (query.length > maxQuery) return refuse('malformed');
  const isTwice = query.startsWith(twice);
  const given = new Map<string, string>();
  let isRepeated = false;
  for (const part of (isTwice ? query.slice(twice.length) : query).split('&')) {
    // An empty part is refused as well: the value before it may have ended with `&`.
    const [, name = '', text = ''] = /^([^=]*)=?([^]*)$/.exec(part) ?? [];
    const value = isTwice ? decoded(text) : text;
    if (value === undefined) return refuse('malformed');
    if (isSecretName(name) || ofSending.test(name)) return refuse('secret');
    isRepeated ||= given.has(name);
    given.set(name, value);
  }
  if (isRepeated) return refuse('parameter');
  const { data, error } = linkSchema.safeParse(Object.fromEntries(given));
  if (data) return { ok: true, link: data };
  const name = error.issues[0]?.path[0];
  return refuse(name === 'account' || name === 'user' || name === 'environment' ? name : 'parameter');
}

/** The query that `readDeepLink` reads once it is decoded: as a person would write it, wherever that can be read. */
export function deepLinkQuery({ account, user, environment }: DeepLink): string {
  const values = Object.entries({ account, user, environment }).filter(([, value]) => value !== undefined);
  const isTwice = values.some(([, value]) => value?.includes('&'));
  const parts = values.map(([name, value = '']) => {
    const once = encodeURIComponent(value);
    return `${name}=${isTwice ? encodeURIComponent(once) : once}`;
  });
  return `${isTwice ? twice : ''}${parts.join('&')}`;
}

function refuse(reason: DeepLinkRefusal): ReadDeepLink {
  return { ok: false, reason };
}

/** A plus is encoded as well: where one is left, a page on the way has written a space as forms do. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
