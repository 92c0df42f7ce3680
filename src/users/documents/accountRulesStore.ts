import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { Account } from '../../api/trutoClient';
import type { AccountRules } from '../../core/rules/accountRules';
import { endsWithin } from '../../platform/endsWithin';
import type { ProfileStore } from '../../platform/profileStore';
import type { UserTargets } from './userTargets';
import { KeptRules } from './keptRules';
import { NamedAccounts } from './namedAccounts';
import type { UserDocuments } from './userDocuments';

const hour = 3_600_000;
const minute = 60_000;
/** How long a send waits for the rules, in ms: the integration refuses in the end what they would have told. */
const longestWait = 2_000;

/** What is known of an account's rules. */
export interface RulesState {
  /** The rules in force: as just read, else the last copy, else those of Truto's reference. */
  readonly rules: AccountRules | undefined;
  /** The last try to read them failed: they may be out of date. */
  readonly failed: boolean;
}

interface Entry {
  readonly environment: Environment;
  readonly accountId: string;
  /** Once Truto has told. */
  account?: Account;
  state: RulesState;
  /** When the last try ended, in ms since 1970; undefined when the next one is due at once. */
  triedAt: number | undefined;
  reading?: { readonly cancellation: AbortController; readonly ended: Promise<void>; readonly startedAt: number };
}

/**
 * The rules of the accounts that open user files are sent through. Each account's own (`meta/update`) are read once an
 * hour while a file of it is open, and the last copy is kept, so that it serves without a network too.
 */
export class AccountRulesStore implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly kept: KeptRules;
  private readonly named = new NamedAccounts();
  /** What a send waits for, and how often. */
  private readonly awaited = new Map<Entry, number>();
  /** What each open user file was last told to have. */
  private told = new Map<vscode.TextDocument, RulesState | undefined>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Fires when the rules of an open user file changed, or how sure they are. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly documents: UserDocuments,
    private readonly targets: UserTargets,
    private readonly profiles: Pick<ProfileStore, 'list'>,
    private readonly environments: Environments,
    globalState: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.kept = new KeptRules(globalState);
    const follow = () => this.follow();
    const followDocument = (document: vscode.TextDocument) => {
      if (documents.has(document)) this.follow();
    };
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(followDocument),
      vscode.workspace.onDidChangeTextDocument(({ document }) => followDocument(document)),
      vscode.workspace.onDidCloseTextDocument(followDocument),
      vscode.workspace.onDidGrantWorkspaceTrust(follow),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.follow();
      }),
      documents.onDidChange(follow),
      targets.onDidChange(follow),
      // A person asked for it, or a new token or environment may do what the old one could not.
      environments.onDidChange(({ environment, change }) => {
        if (change === 'forgotten') this.readAllAgain(environment);
      }),
    );
    this.follow();
  }

  /** The rules that a document is to be checked by, in the environment in use or in that of an action. */
  of(document: vscode.TextDocument, environment?: Environment): AccountRules | undefined {
    return this.state(document, environment)?.rules;
  }

  /** Undefined when no account of this environment is known for the document. */
  state(document: vscode.TextDocument, environment?: Environment): RulesState | undefined {
    return this.entry(document, environment)?.state;
  }

  /** Resolves when the rules of a document have been read or could not be, two seconds after they were asked for at the latest. */
  async ready(document: vscode.TextDocument, environment?: Environment): Promise<void> {
    const entry = this.entry(document, environment);
    if (!entry) return;
    this.awaited.set(entry, (this.awaited.get(entry) ?? 0) + 1);
    try {
      this.follow();
      const { reading } = entry;
      if (reading) await endsWithin(Math.max(reading.startedAt + longestWait - Date.now(), 0), reading.ended);
    } finally {
      const others = (this.awaited.get(entry) ?? 1) - 1;
      if (others > 0) this.awaited.set(entry, others);
      else this.awaited.delete(entry);
    }
  }

  /** Reads the rules of a document again, whatever their age. */
  readAgain(document: vscode.TextDocument): void {
    const entry = this.entry(document);
    if (entry) entry.triedAt = undefined;
    this.follow();
  }

  dispose(): void {
    for (const { reading } of this.entries.values()) reading?.cancellation.abort();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private readAllAgain(environment: Environment): void {
    for (const entry of this.entries.values()) if (entry.environment === environment) entry.triedAt = undefined;
    this.follow();
  }

  /** Brings everything in step with the open files: reads what is due, drops what nobody waits for, tells what changed. */
  private follow(): void {
    const open = this.documents.open();
    const wanted = new Set([...open.map((document) => this.entry(document)), ...this.awaited.keys()]);
    for (const entry of this.entries.values()) {
      if (!wanted.has(entry)) drop(entry);
      else if (isDue(entry)) this.read(entry);
    }
    const before = this.told;
    this.told = new Map(open.map((document) => [document, this.state(document)]));
    if ([...this.told].some(([document, state]) => before.get(document) !== state)) this.changed.fire();
  }

  private entry(document: vscode.TextDocument, environment = this.environments.active()): Entry | undefined {
    const named = this.named.of(document);
    const { accountId } = this.targets.of(
      named === undefined ? undefined : { accountId: named, query: {}, fields: [] },
      document.uri,
      environment,
    );
    if (!environment || accountId === undefined || !isAccountId(accountId)) return undefined;
    const key = `${environment.key} ${accountId}`;
    let entry = this.entries.get(key);
    if (!entry) {
      entry = {
        environment,
        accountId,
        state: { rules: this.kept.get(environment.profile, accountId), failed: false },
        triedAt: undefined,
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
      async (error: unknown) => this.settle(entry, await this.withoutResponse(entry, error, signal), signal),
    );
    entry.reading = { cancellation, ended, startedAt: Date.now() };
  }

  /** Undefined when the question was dropped on the way. */
  private async ask(entry: Entry, signal: AbortSignal): Promise<AccountRules | undefined> {
    const account = (entry.account = await entry.environment.account(entry.accountId));
    if (signal.aborted) return undefined;
    const client = await entry.environment.client();
    const meta = await client.getUpdateMeta(entry.accountId, signal);
    const { accountRules } = await import('../../core/rules/accountRules');
    return accountRules(meta, account, Date.now());
  }

  /** The last copy, else what Truto's reference says of the integration. The failure is logged once, and never shown. */
  private async withoutResponse(
    { accountId, account, state }: Entry,
    error: unknown,
    signal: AbortSignal,
  ): Promise<RulesState> {
    if (!state.failed && !signal.aborted) {
      this.log.warn(
        `The rules of the account ${accountId} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (state.rules) return { rules: state.rules, failed: true };
    const { referenceRules } = await import('../../core/rules/accountRules');
    return { rules: account && referenceRules(account), failed: true };
  }

  private settle(entry: Entry, state: RulesState, signal: AbortSignal): void {
    if (signal.aborted) return;
    delete entry.reading;
    entry.triedAt = Date.now();
    entry.state = state;
    if (!state.failed && state.rules) void this.kept.keep(entry.environment.profile, state.rules, this.profiles.list());
    this.follow();
  }
}

function drop(entry: Entry): void {
  entry.reading?.cancellation.abort();
  delete entry.reading;
}

/** A failed try is made again after a minute, when something happens. Nothing is asked on behalf of an untrusted workspace. */
function isDue({ state, triedAt, reading }: Entry): boolean {
  if (reading || !vscode.workspace.isTrusted) return false;
  return triedAt === undefined || Date.now() - triedAt > (state.failed ? minute : hour);
}

/** An id that is still being typed is not asked for. */
const isAccountId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
