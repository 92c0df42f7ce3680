import * as z from 'zod/mini';

/** What SecretStorage holds for one environment: the token and the one origin it may be sent to. */
const storedToken = z.object({ origin: z.string(), token: z.string() });

export type StoredToken = z.infer<typeof storedToken>;

/** Reads what SecretStorage held; undefined when it is damaged. */
export function readStoredToken(text: string): StoredToken | undefined {
  try {
    return storedToken.parse(JSON.parse(text));
  } catch {
    return undefined; // Not a word of why: it would quote the token.
  }
}
