import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { maxPauseMs, Pacer, trutoLimits, type Pace, type PacedResponse, type PacerLimits } from '../core/http/pacer';
import { profileKey, type Profile } from '../core/http/profile';
import { PaceFiles, type PaceLine, type PauseLine } from './paceFiles';

/** The pace of one environment, in step with all windows on this computer that keep their state in the same folder. */
export function sharedPacer(storage: vscode.Uri, profile: Profile): Pace {
  // Another computer that shares the folder has a clock of its own.
  const place = JSON.stringify([profileKey(profile), hostname()]);
  const name = createHash('sha256').update(place).digest('hex').slice(0, 32);
  return new SharedPacer(join(storage.fsPath, 'pace', name));
}

/** Milliseconds since this computer was started: the same in all processes, whatever is done to its clock. */
const sinceStart = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/** A place that some window claimed and did not give back. */
interface Claim {
  readonly account: string;
  /** When its request left, else when it was claimed. */
  time: number;
}

/**
 * Keeps all windows together under Truto's limits. Each window writes its claim to a place at the end of a file that all
 * share, and then reads it: the order of the lines decides who is within the limit. Who is not takes the claim back; who
 * is says when the request leaves, and from then on the place counts. What a response tells of waiting is told to all. Where the folder cannot be used, each window keeps
 * to the limits by itself.
 */
export class SharedPacer implements Pace {
  private readonly own: Pacer;
  private readonly files: PaceFiles;
  /** Those of one window ask one after the other, so that none waits for the file work of the rest. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Until when there is no place for an account, as the claims told. */
  private readonly fullUntil = new Map<string, number>();
  /** Until when an account is to rest, as this window told the others. */
  private readonly toldUntil = new Map<string, number>();

  constructor(
    folder: string,
    private readonly limits: PacerLimits = trutoLimits,
    private readonly now: () => number = sinceStart,
  ) {
    this.own = new Pacer(now, limits);
    this.files = new PaceFiles(folder, limits.windowMs);
  }

  take(accountId: string | undefined): Promise<number> {
    const taken = this.turn.then(() => this.takeInTurn(accountId));
    this.turn = taken;
    return taken;
  }

  done(accountId: string | undefined, response?: PacedResponse): void {
    this.own.done(accountId, response);
    if (response) this.tellPause(accountId);
  }

  private tellPause(accountId: string | undefined): void {
    const pause = accountOf(accountId);
    const time = this.now();
    const until = time + this.own.pausedMs(accountId);
    if (until <= time || until <= (this.toldUntil.get(pause) ?? 0)) return;
    this.toldUntil.set(pause, until);
    this.files.append({ pause, time, until }, time).catch(() => undefined);
  }

  private async takeInTurn(accountId: string | undefined): Promise<number> {
    const account = accountOf(accountId);
    const knownMs = this.own.waitMs(accountId) || this.knownWaitMs(account);
    if (knownMs > 0) return knownMs;
    const claim = randomUUID();
    const sharedMs = await this.claim(claim, account).catch(() => 0);
    // Meanwhile a response may have told to pause.
    const waitMs = sharedMs || this.own.take(accountId);
    const now = this.now();
    this.files.append(waitMs > 0 ? { back: claim } : { left: claim, time: now }, now).catch(() => undefined);
    if (sharedMs > 0) this.fullUntil.set(account, now + sharedMs);
    return waitMs;
  }

  /** A clock that was set back does not make it longer than a window. */
  private knownWaitMs(account: string): number {
    const waitMs = (this.fullUntil.get(account) ?? Number.NEGATIVE_INFINITY) - this.now();
    if (waitMs > 0 && waitMs <= this.limits.windowMs) return waitMs;
    this.fullUntil.delete(account);
    return 0;
  }

  /** 0 when the claim holds. */
  private async claim(id: string, account: string): Promise<number> {
    const time = this.now();
    await this.files.append({ claim: id, account, time }, time);
    const [lines, pauses] = await Promise.all([this.files.read(time), this.files.readPauses()]);
    const now = this.now();
    // What is later than now was claimed by another clock.
    const earlier = claimsBefore(id, lines)
      .filter((claim) => claim.time > now - this.limits.windowMs && claim.time <= now)
      .sort((one, other) => one.time - other.time);
    return Math.max(
      pausedMs(pauses, account, now),
      this.waitMs(earlier, this.limits.perToken, now),
      account === ''
        ? 0
        : this.waitMs(
            earlier.filter((other) => other.account === account),
            this.limits.perAccount,
            now,
          ),
    );
  }

  /** Until enough of these claims are older than the window; 0 when they are few enough. In order of time. */
  private waitMs(claims: readonly Claim[], limit: number, now: number): number {
    const blocking = claims[claims.length - limit];
    return blocking ? Math.max(1, blocking.time + this.limits.windowMs - now) : 0;
  }
}

/** For how long windows have told to send nothing of an account, or nothing at all. */
function pausedMs(pauses: readonly PauseLine[], account: string, now: number): number {
  // What is later than now was told by another clock.
  const waits = pauses
    .filter(({ pause, time }) => (pause === account || pause === '') && time <= now)
    .map(({ time, until }) => Math.min(until, time + maxPauseMs) - now);
  return Math.ceil(Math.max(0, ...waits));
}

/** The claims before the one of this id that were not taken back, by what all lines say of them. */
function claimsBefore(id: string, lines: readonly PaceLine[]): Claim[] {
  const claims = new Map<string, Claim>();
  let isBefore = true;
  for (const line of lines) {
    if ('back' in line) claims.delete(line.back);
    else if ('left' in line) {
      const claim = claims.get(line.left);
      if (claim) claim.time = line.time;
    } else if (line.claim === id) isBefore = false;
    else if (isBefore) claims.set(line.claim, { account: line.account, time: line.time });
  }
  return [...claims.values()];
}

/** '' for what is asked of no account. */
const accountOf = (accountId: string | undefined): string => (accountId === undefined ? '' : hashOf(accountId));

const hashOf = (account: string): string => createHash('sha256').update(account).digest('base64url').slice(0, 16);
