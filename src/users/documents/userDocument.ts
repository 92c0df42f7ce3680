import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Problem } from '../../core/check/problem';
import type { KeptUser } from '../../core/secrets/keptUser';
import type { UpdateTarget } from '../../updates/updateTarget';
import type { AccountRules } from '../../core/rules/accountRules';
import type { AccountRulesStore, RulesSource, RulesState } from './accountRulesStore';
import { DocumentProblems, type ProblemServices } from './documentProblems';
import { LiveReading, type BeginEdit } from './liveReading';
import { ServerProblems } from './serverProblems';
import type { UserTarget, UserTargets } from './userTargets';
import { UserText, type Parse } from './userText';

/** What all documents are looked at with. */
export interface DocumentServices extends ProblemServices {
  readonly parse?: Parse;
  readonly serverDiagnostics: vscode.DiagnosticCollection;
  readonly targets: UserTargets;
  readonly rules: AccountRulesStore;
  readonly beginEdit: BeginEdit;
  /** The live user as the edit of a document began; undefined where none has begun. */
  readonly editBase: (uri: vscode.Uri, target: UpdateTarget) => Promise<KeptUser | undefined>;
}

/**
 * What became different: the text, and with it maybe where it goes; what is wrong with it; where it goes or what the account
 * asks, other than by an edit; or what the user there has.
 */
export type DocumentChange = 'text' | 'problems' | 'target' | 'live';

/** All that is known of one open document as a user file. Features ask it; it lasts as long as the document is open. */
export class UserDocument implements vscode.Disposable {
  readonly text: UserText;
  readonly problems: DocumentProblems;
  readonly serverProblems: ServerProblems;
  readonly live: LiveReading;
  /** The rules that the problems were last looked for by. */
  private knownRules: RulesState | undefined;
  private readonly changed = new vscode.EventEmitter<DocumentChange>();
  readonly onDidChange = this.changed.event;

  constructor(
    readonly document: vscode.TextDocument,
    private userFile: boolean,
    private readonly services: DocumentServices,
  ) {
    const tell = (change: DocumentChange) => () => this.changed.fire(change);
    this.text = new UserText(document, services.parse);
    this.problems = new DocumentProblems(
      document,
      this.text,
      () => this.rules(),
      () => this.editBase(),
      tell('problems'),
      services,
    );
    this.serverProblems = new ServerProblems(document, services.serverDiagnostics, tell('problems'));
    this.live = new LiveReading(
      document,
      this.text,
      () => this.target(),
      () => this.liveChanged(),
      services.beginEdit,
    );
    this.followRules();
    this.check();
  }

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  /** Whether it is one by its name: then its problems are shown. A command may be about any JSON file. */
  get isUserFile(): boolean {
    return this.userFile;
  }

  set isUserFile(isUserFile: boolean) {
    this.userFile = isUserFile;
    this.followRules();
    this.check();
  }

  /** Where the update goes, in the environment in use or in that of an action. */
  target(environment?: Environment): UserTarget {
    return this.services.targets.of(this.text.named, this.uri, environment);
  }

  /** What the account asks that the update goes to, as far as is known. */
  rules(environment?: Environment): AccountRules | undefined {
    return this.rulesState(environment)?.rules;
  }

  /** Undefined when no account is known. */
  rulesState(environment?: Environment): RulesState | undefined {
    return this.services.rules.state(this.rulesSource(environment));
  }

  /** Resolves when the rules are known, or are not to be waited for any longer. */
  rulesReady(environment?: Environment): Promise<void> {
    return this.services.rules.ready(this.rulesSource(environment));
  }

  /** All problems of the text as it is now, once the rules are known or are not to be waited for. */
  async allProblems(): Promise<readonly Problem[]> {
    await this.rulesReady();
    if (this.followRules()) this.check();
    return this.problems.all();
  }

  /** Begins the edit with a look at the live user, unless it has begun. */
  async begin(signal: AbortSignal): Promise<void> {
    if (!(await this.editBase())) await this.live.begin(signal);
  }

  readRulesAgain(): void {
    this.services.rules.readAgain(this.rulesSource());
  }

  /** The text changed. */
  edited({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    void this.serverProblems.edited(contentChanges);
    this.followRules();
    this.check();
    this.changed.fire('text');
  }

  /** Where it goes may have changed, other than by an edit. */
  targetChanged(): void {
    if (this.followRules()) this.check();
    this.changed.fire('target');
    this.live.readNew();
  }

  /** The rules of some account changed. */
  rulesChanged(): void {
    if (!this.followRules()) return;
    this.check();
    this.changed.fire('target');
  }

  /** Looks for problems by the settings and rules as they are now. */
  check(): void {
    this.problems.forget();
    if (this.userFile) void this.problems.update();
    else this.problems.clear();
  }

  dispose(): void {
    this.services.rules.follow(this, undefined);
    this.problems.dispose();
    this.serverProblems.dispose();
    this.live.dispose();
    this.changed.dispose();
  }

  private liveChanged(): void {
    if (this.live.current.state === 'read') void this.problems.compareAgain();
    this.changed.fire('live');
  }

  private async editBase(): Promise<KeptUser | undefined> {
    const { environment, accountId, userId } = this.target();
    if (!environment || accountId === undefined || userId === undefined) return undefined;
    return this.services.editBase(this.uri, { environment, accountId, userId });
  }

  /** Tells whether the text is to be checked by other rules than before. */
  private followRules(): boolean {
    const { rules } = this.services;
    rules.follow(this, this.userFile ? this.rulesSource() : undefined);
    const before = this.knownRules;
    this.knownRules = this.rulesState();
    return this.knownRules !== before;
  }

  private rulesSource(environment?: Environment): RulesSource | undefined {
    const target = this.target(environment);
    return target.environment && target.accountId !== undefined
      ? { environment: target.environment, accountId: target.accountId }
      : undefined;
  }
}
