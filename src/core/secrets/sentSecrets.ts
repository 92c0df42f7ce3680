/** A place in a text where a secret is. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  /** It could be nothing else. */
  readonly isUnusual: boolean;
  /** It is spelled as JSON spells it within a string, and not as it is. */
  readonly isEscaped: boolean;
}

type Kind = Pick<FoundSecret, 'isUnusual' | 'isEscaped'>;

/** So many characters decide which secrets a place may begin. */
const startLength = 4;

/**
 * What was sent as a secret, to be found in what a server says: it may repeat it. However many secrets there are, each place of a
 * text is looked at once.
 */
export class SentSecrets {
  private readonly secrets = new Set<string>();
  private readonly firstUnits = new Set<number>();
  /** By their first characters and then by their length. */
  private readonly byStart = new Map<string, Map<number, Map<string, Kind>>>();

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  add(secret: string): void {
    if (secret === '' || this.secrets.has(secret)) return;
    this.secrets.add(secret);
    const isUnusual = isUnusualText(secret);
    this.enter(secret, { isUnusual, isEscaped: false });
    this.enter(JSON.stringify(secret).slice(1, -1), { isUnusual, isEscaped: true });
  }

  has(text: string): boolean {
    return this.secrets.has(text);
  }

  /** Every place where one is, from the first to the last; they may overlap. */
  *in(text: string): Generator<FoundSecret> {
    if (this.secrets.size === 0) return;
    for (let start = 0; start < text.length; start++) {
      if (!this.firstUnits.has(text.charCodeAt(start))) continue;
      for (let length = 1; length <= startLength && start + length <= text.length; length++)
        for (const [whole, kinds] of this.byStart.get(text.slice(start, start + length)) ?? []) {
          const end = start + whole;
          const kind = kinds.get(text.slice(start, end));
          if (kind) yield { start, end, ...kind };
        }
    }
  }

  private enter(spelling: string, kind: Kind): void {
    const start = spelling.slice(0, startLength);
    this.firstUnits.add(start.charCodeAt(0));
    const byLength = entry(this.byStart, start, () => new Map<number, Map<string, Kind>>());
    const kinds = entry(byLength, spelling.length, () => new Map<string, Kind>());
    // Of two secrets, one may be spelled as the other one is.
    if (kinds.get(spelling)?.isEscaped !== false) kinds.set(spelling, kind);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Letters with digits or rare signs among them: no word of a language, no name, no number, no e-mail address. */
function isUnusualText(secret: string): boolean {
  return /^[^\s@]{6,}$/.test(secret) && /\p{L}/u.test(secret) && /[^\p{L}\p{M}_.:/-]/u.test(secret);
}
