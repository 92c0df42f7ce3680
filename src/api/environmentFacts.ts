import { stageOf } from '../core/http/environmentName';
import { profileKey, type Profile } from '../core/http/profile';
import { isRecord } from '../core/json/isRecord';
import { keep, type Kept } from './kept';
import { Listeners } from './listeners';

const factsKey = 'truto.environmentFacts';

/** What is known of an environment itself. Times are in ms since 1970. */
export interface KnownFacts {
  /** As a person said; undefined: as Truto tells. */
  readonly isProduction?: boolean;
  /** What Truto calls it. */
  readonly name?: string;
  /** When its API token expires; undefined where it does not, or nobody told. */
  readonly expiresAt?: number;
  /** When Truto was asked last. */
  readonly askedAt?: number;
  /** When the person was last told that the token expires. */
  readonly warnedAt?: number;
  /** Of a local sandbox the process that serves it: the name of its computer, and its ID there. */
  readonly servedBy?: string;
}

/**
 * What is known of each environment beside its accounts. Kept where all windows see it. What Truto told goes with the token
 * that it told it to: another token can lead to another environment.
 */
export class EnvironmentFacts {
  private readonly changed = new Listeners<Profile>();
  private told = '';
  readonly onDidChange = this.changed.event;

  constructor(private readonly kept: Kept) {
    this.told = this.text();
  }

  of(profile: Profile): KnownFacts {
    return readFacts(this.all()[profileKey(profile)]);
  }

  /** Takes over what became known; `undefined` forgets. Throws when it cannot be kept. */
  async learn(profile: Profile, facts: { readonly [Name in keyof KnownFacts]?: KnownFacts[Name] | undefined }) {
    const known = Object.entries({ ...this.of(profile), ...facts }).filter(([, value]) => value !== undefined);
    const others = Object.entries(this.all()).filter(([key]) => key !== profileKey(profile));
    const own = known.length === 0 ? [] : [[profileKey(profile), Object.fromEntries(known)] as const];
    await keep(this.kept, factsKey, Object.fromEntries([...others, ...own]));
    this.told = this.text();
    this.changed.fire(profile);
  }

  /** The environment has another token. Never throws: what cannot be kept is asked for again all the same. */
  async forgetTold(profile: Profile): Promise<void> {
    const { isProduction } = this.of(profile);
    await this.replace(profile, { isProduction });
  }

  /** The environment is gone. Never throws. */
  async forget(profile: Profile): Promise<void> {
    await this.replace(profile, {});
  }

  /** Tells of what other windows learned, as VS Code has no event for it. */
  catchUp(profile: Profile | undefined): void {
    if (this.told === this.text()) return;
    this.told = this.text();
    if (profile) this.changed.fire(profile);
  }

  private async replace(profile: Profile, facts: { readonly isProduction?: boolean | undefined }): Promise<void> {
    if (Object.keys(this.of(profile)).length === 0) return;
    const nothing = {
      name: undefined,
      expiresAt: undefined,
      askedAt: undefined,
      warnedAt: undefined,
      servedBy: undefined,
    };
    await this.learn(profile, { isProduction: undefined, ...nothing, ...facts }).catch(() => undefined);
  }

  private all(): Readonly<Record<string, unknown>> {
    const kept = this.kept.get(factsKey);
    return isRecord(kept) ? kept : {};
  }

  private text(): string {
    return JSON.stringify(this.all());
  }
}

/** True: production, false: nothing real can be harmed, undefined: nobody told. What a person said counts first. */
export function isProductionBy({ isProduction, name }: KnownFacts): boolean | undefined {
  if (isProduction !== undefined) return isProduction;
  const stage = name === undefined ? undefined : stageOf(name);
  return stage && stage === 'production';
}

/** What was kept may be of another version, or damaged. */
function readFacts(value: unknown): KnownFacts {
  if (!isRecord(value)) return {};
  const { isProduction, name, servedBy } = value;
  const time = (key: 'expiresAt' | 'askedAt' | 'warnedAt') => {
    const ms = value[key];
    return typeof ms === 'number' && Number.isFinite(ms) && { [key]: ms };
  };
  return {
    ...(typeof isProduction === 'boolean' && { isProduction }),
    ...(typeof name === 'string' && { name }),
    ...time('expiresAt'),
    ...time('askedAt'),
    ...time('warnedAt'),
    ...(typeof servedBy === 'string' && { servedBy }),
  };
}
