declare global {
  // In every engine that this runs on, and not yet in TypeScript's library.
  interface JSON {
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    /** A number that JSON.stringify writes as it is spelled. */
    rawJSON(spelled: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/** JSON in which every number keeps its spelling when it is written again. Throws for what is not JSON. */
export function parseLossless(text: string): unknown {
  // Most texts have no number that a double would spell otherwise, and reviving takes its time.
  if (!/\d{16}|\d[.eE]|-0/.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}
