import { createHash, randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { Pacer, trutoLimits, type Pace, type PacedResponse, type PacerLimits } from '../core/http/pacer';
import { profileKey, type Profile } from '../core/http/profile';

/** The pace of one environment, in step with all windows that keep their state in the same folder. */
export function sharedPacer(storage: vscode.Uri, profile: Profile): Pace {
  const environment = createHash('sha256').update(profileKey(profile)).digest('hex').slice(0, 32);
  return new SharedPacer(join(storage.fsPath, 'pace', environment));
}

/** A place that some window has taken. */
interface Claim {
  readonly id: string;
  readonly account: string;
  /** In ms since 1970. */
  readonly time: number;
}

/**
 * Keeps all windows together under Truto's limits. Each window writes its claim to a place at the end of a file that all
 * share, and then reads it: the order of the lines decides who is within the limit. Who is not takes the claim back.
 * There is a file for each stretch of time, so none is ever rewritten. Where the folder cannot be used, each window
 * keeps to the limits by itself.
 */
export class SharedPacer implements Pace {
  private readonly own: Pacer;

  constructor(
    private readonly folder: string,
    private readonly limits: PacerLimits = trutoLimits,
    private readonly now: () => number = Date.now,
  ) {
    this.own = new Pacer(now, limits);
  }

  async take(accountId: string | undefined): Promise<number> {
    const waitMs = this.own.waitMs(accountId) || (await this.claim(accountId ?? '').catch(() => 0));
    return waitMs || this.own.take(accountId);
  }

  done(accountId: string | undefined, response?: PacedResponse): void {
    this.own.done(accountId, response);
  }

  /** 0 when the claim holds. */
  private async claim(account: string): Promise<number> {
    const claim: Claim = { id: randomUUID(), account: hashOf(account), time: this.now() };
    const file = join(this.folder, String(this.stretch(claim.time)));
    await mkdir(this.folder, { recursive: true });
    await appendFile(file, `${JSON.stringify(claim)}\n`);
    const earlier = await this.claimsBefore(claim);
    const waitMs = Math.max(
      this.waitMs(earlier, this.limits.perToken, claim.time),
      account === ''
        ? 0
        : this.waitMs(
            earlier.filter((other) => other.account === claim.account),
            this.limits.perAccount,
            claim.time,
          ),
    );
    if (waitMs > 0) await appendFile(file, `${JSON.stringify({ back: claim.id })}\n`);
    return waitMs;
  }

  /** Until enough of these claims are older than the window; 0 when they are few enough. In order of time. */
  private waitMs(claims: readonly Claim[], limit: number, now: number): number {
    const blocking = claims[claims.length - limit];
    return blocking ? Math.max(1, blocking.time + this.limits.windowMs - now) : 0;
  }

  /** Who claimed a place in the window before this one, in order of time. */
  private async claimsBefore({ id, time }: Claim): Promise<Claim[]> {
    const claims: Claim[] = [];
    for (const name of await readdir(this.folder)) {
      const file = join(this.folder, name);
      if (Number(name) < this.stretch(time) - 1) await rm(file, { force: true });
      else claims.push(...before(await readFile(file, 'utf8'), id));
    }
    return claims
      .filter((claim) => claim.time > time - this.limits.windowMs)
      .sort((one, other) => one.time - other.time);
  }

  private stretch(time: number): number {
    return Math.floor(time / this.limits.windowMs);
  }
}

/** The claims of a file that were not taken back, up to the one with this id. */
function before(text: string, id: string): Claim[] {
  const claims = new Map<string, Claim>();
  for (const line of text.split('\n')) {
    const entry = readLine(line);
    if (entry === undefined) continue;
    if ('back' in entry) claims.delete(entry.back);
    else if (entry.id === id) break;
    else claims.set(entry.id, entry);
  }
  return [...claims.values()];
}

function readLine(line: string): Claim | { readonly back: string } | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as Claim | { back: string });
  } catch {
    return undefined; // A window that was closed half-way through.
  }
}

const hashOf = (account: string): string => createHash('sha256').update(account).digest('base64url').slice(0, 16);
