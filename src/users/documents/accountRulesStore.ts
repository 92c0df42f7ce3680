import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { Account } from '../../api/trutoClient';
import { accountRules, referenceRules, type AccountRules } from '../../core/rules/accountRules';
import { isAccountId } from '../../core/update/accountId';
import { endsWithin } from '../../platform/endsWithin';
import type { ProfileStore } from '../../platform/profileStore';
import { KeptRules } from './keptRules';

const hour = 3_600_000;
const minute = 60_000;
/** How long a send waits for the rules, in ms: the integration refuses in the end what they would have told. */
const sendPatience = 2_000;

/** What is known of an account's rules. */
export interface RulesState {
  /** The rules in force: as just read, else the last copy, else those of Truto's reference. */
  readonly rules: AccountRules | undefined;
  /** The last try to read them failed: they may be out of date. */
  readonly failed: boolean;
}

/** An account of an environment. */
export interface RulesSource {
  readonly environment: Environment;
  readonly accountId: string;
}

/** Who goes by the rules of an account. */
export interface RulesFollower {
  /** Whether anybody sees what it makes of them: only then are they read again. */
  readonly isInSight: boolean;
}

interface Entry extends RulesSource {
  /** Once Truto has told. */
  account?: Account;
  state: RulesState;
  /** When the last try began, in ms since 1970; undefined when the next one is due at once, whoever follows. */
  triedAt: number | undefined;
  /** What is known is not to be trusted any more. */
  isOutdated: boolean;
  reading?: { readonly cancellation: AbortController; readonly ended: Promise<void>; readonly startedAt: number };
}

/**
 * The rules of the accounts that open user files are sent through. Each account's own (`meta/update`) are read when
 * somebody follows them, again once an hour while that is in sight, and the last copy is kept, so that it serves without a
 * network too.
 */
export class AccountRulesStore implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly kept: KeptRules;
  /** What each follower waits for. */
  private readonly followed = new Map<RulesFollower, Entry>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Fires when the rules of an account changed, or how sure they are. */
  readonly onDidChange = this.changed.event;

  constructor(
    environments: Environments,
    private readonly profiles: Pick<ProfileStore, 'list'>,
    globalState: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.kept = new KeptRules(globalState);
    const readDue = () => this.readDue();
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(readDue),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) readDue();
      }),
      // A person asked for it, or a new token or environment may do what the old one could not.
      environments.onDidChange(({ environment, change }) => {
        if (change === 'forgotten') this.readAllAgain(environment);
      }),
    );
  }

  /** Undefined when it is none of an account. */
  state(source: RulesSource | undefined): RulesState | undefined {
    return this.entry(source)?.state;
  }

  /** Keeps the rules of an account at hand, in place of what this follower followed before. */
  follow(follower: RulesFollower, source: RulesSource | undefined): void {
    const entry = this.entry(source);
    const before = this.followed.get(follower);
    if (entry) this.followed.set(follower, entry);
    else this.followed.delete(follower);
    if (before && before !== entry) this.dropUnwanted(before);
    if (entry && isDue(entry, follower)) this.read(entry);
  }

  /** Resolves when the rules have been read or could not be, so many ms after they were asked for at the latest. */
  async ready(source: RulesSource | undefined, patience = sendPatience): Promise<void> {
    const follower = { isInSight: true };
    this.follow(follower, source);
    const reading = this.followed.get(follower)?.reading;
    if (reading) await endsWithin(Math.max(reading.startedAt + patience - Date.now(), 0), reading.ended);
    this.follow(follower, undefined);
  }

  /** Reads the rules again, whatever their age. */
  readAgain(source: RulesSource | undefined): void {
    const entry = this.entry(source);
    if (entry) entry.triedAt = undefined;
    this.readDue();
  }

  dispose(): void {
    for (const { reading } of this.entries.values()) reading?.cancellation.abort();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private readAllAgain(environment: Environment): void {
    for (const entry of this.entries.values()) if (entry.environment === environment) entry.isOutdated = true;
    this.readDue();
  }

  private readDue(): void {
    for (const [follower, entry] of this.followed) if (isDue(entry, follower)) this.read(entry);
  }

  private dropUnwanted(entry: Entry): void {
    if ([...this.followed.values()].includes(entry)) return;
    if (!entry.reading) return;
    entry.reading.cancellation.abort();
    delete entry.reading;
    entry.triedAt = undefined;
  }

  private entry(source: RulesSource | undefined): Entry | undefined {
    if (!source || !isAccountId(source.accountId)) return undefined;
    const { environment, accountId } = source;
    const key = `${environment.key} ${accountId}`;
    let entry = this.entries.get(key);
    if (!entry) {
      entry = {
        environment,
        accountId,
        state: { rules: this.kept.get(environment.profile, accountId), failed: false },
        triedAt: undefined,
        isOutdated: false,
      };
      this.entries.set(key, entry);
    }
    return entry;
  }

  private read(entry: Entry): void {
    const cancellation = new AbortController();
    const { signal } = cancellation;
    const ended = this.ask(entry, signal).then(
      (rules) => rules && this.settle(entry, { rules, failed: false }, signal),
      (error: unknown) => this.settle(entry, this.withoutResponse(entry, error, signal), signal),
    );
    const startedAt = Date.now();
    entry.reading = { cancellation, ended, startedAt };
    // Whoever asks for it meanwhile wants it read once more.
    entry.triedAt = startedAt;
    entry.isOutdated = false;
  }

  /** Undefined when the question was dropped on the way. */
  private async ask(entry: Entry, signal: AbortSignal): Promise<AccountRules | undefined> {
    // When this window uses another environment, what was seen of the accounts is forgotten in the same turn.
    await Promise.resolve();
    const account = (entry.account = await entry.environment.account(entry.accountId));
    if (signal.aborted) return undefined;
    const client = await entry.environment.client();
    const meta = await client.getMethodMeta(entry.accountId, 'update', signal);
    return accountRules(meta, account, Date.now());
  }

  /** The last copy, else what Truto's reference says of the integration. The failure is logged once, and never shown. */
  private withoutResponse({ accountId, account, state }: Entry, error: unknown, signal: AbortSignal): RulesState {
    if (!state.failed && !signal.aborted) {
      this.log.warn(
        `The rules of the account ${accountId} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (state.rules) return { rules: state.rules, failed: true };
    return { rules: account && referenceRules(account), failed: true };
  }

  private settle(entry: Entry, state: RulesState, signal: AbortSignal): void {
    if (signal.aborted) return;
    delete entry.reading;
    entry.state = state;
    if (!state.failed && state.rules) void this.kept.keep(entry.environment.profile, state.rules, this.profiles.list());
    this.changed.fire();
    this.readDue();
  }
}

/** A failed try is made again after a minute, when something happens. Nothing is asked on behalf of an untrusted workspace. */
function isDue({ state, triedAt, isOutdated, reading }: Entry, { isInSight }: RulesFollower): boolean {
  if (reading || !vscode.workspace.isTrusted) return false;
  if (triedAt === undefined) return true;
  return (isOutdated || Date.now() - triedAt > (state.failed ? minute : hour)) && isInSight;
}
