import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Problem } from '../../core/check/problem';
import type { KeptUser } from '../../core/secrets/keptUser';
import { isInSight } from '../../platform/editorInputs';
import type { UpdateTarget } from '../../updates/updateTarget';
import { readQuery, type NamedTarget } from '../../core/update/userFile';
import type { AccountRules } from '../../core/rules/accountRules';
import type { AccountRulesStore, RulesSource, RulesState } from './accountRulesStore';
import type { DocumentChecks } from './documentChecks';
import { DocumentProblems, type ProblemServices } from './documentProblems';
import { LiveReading, type BeginEdit, type ReadParametersOf } from './liveReading';
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
  /** What the file lacks of it is kept for the account. */
  readonly readParameters: ReadParametersOf;
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
      { rules: () => this.rules(), editBase: () => this.editBase() },
      tell('problems'),
      (named) => this.targetTold(named),
      services,
    );
    this.serverProblems = new ServerProblems(document, services.serverDiagnostics, tell('problems'));
    this.live = new LiveReading(
      document,
      this.text,
      (environment) => this.target(environment),
      () => this.liveChanged(),
      services.beginEdit,
      services.readParameters,
    );
    this.followRules();
    this.check();
  }

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  /** Whether anybody sees it: what it is about may change, and is asked for again, without its being edited. */
  get isInSight(): boolean {
    return isInSight(this.uri);
  }

  /** Whether it is one by its name: then its problems are shown. A command may be about any JSON file. */
  get isUserFile(): boolean {
    return this.userFile;
  }

  set isUserFile(isUserFile: boolean) {
    this.userFile = isUserFile;
    if (!isUserFile) this.text.forgetTold();
    this.followRules();
    this.check();
  }

  /**
   * Where the update goes: in that of an action by the text as it is at this moment, else, in the environment in use, as it
   * is shown.
   */
  target(environment?: Environment): UserTarget {
    const named = environment ? this.text.named : this.text.shownNamed;
    return this.services.targets.of(named, this.uri, environment);
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

  /** What its account is read with: what the file gives, and what is kept for the account. */
  readQuery(environment: Environment, accountId: string, named: NamedTarget): NamedTarget['query'] {
    return this.services.readParameters(environment, accountId, readQuery(named));
  }

  /** What can be written at a place; undefined when the text has changed meanwhile. */
  completionsAt(position: vscode.Position): ReturnType<DocumentChecks['completions']> {
    const { document, text, services } = this;
    return services.checks.completions(document, text, { offset: document.offsetAt(position), rules: this.rules() });
  }

  /** What is known of a place; undefined when the text has changed meanwhile. */
  hintAt(position: vscode.Position): ReturnType<DocumentChecks['hint']> {
    const { document, text, services } = this;
    return services.checks.hint(document, text, { offset: document.offsetAt(position), rules: this.rules() });
  }

  /** All problems of the text as it is now, once the rules are known or are not to be waited for. */
  async allProblems(): Promise<readonly Problem[]> {
    await this.rulesReady();
    if (this.followRules()) this.check();
    return this.problems.all();
  }

  /** The same for an update that goes to an environment, whichever one is shown by then. */
  async problemsIn(environment: Environment): Promise<readonly Problem[]> {
    await this.rulesReady(environment);
    return this.problems.allBy({
      rules: () => this.rules(environment),
      editBase: () => this.editBase(environment),
    });
  }

  /** What is shown: what the last check found, and what the server refused. */
  get shownProblems(): readonly Problem[] {
    return [...this.problems.shown, ...this.serverProblems.shown];
  }

  /** As `shownProblems`, but of the text as it is now, and all of them. */
  async fixableProblems(): Promise<readonly Problem[]> {
    const problems = await this.allProblems();
    return [...problems, ...this.serverProblems.shown];
  }

  readRulesAgain(): void {
    this.services.rules.readAgain(this.rulesSource());
  }

  /** The text changed. */
  edited({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    this.serverProblems.edited(contentChanges);
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

  /** A tab may have brought it in sight: then what nobody wanted to know meanwhile is asked for. */
  tabsChanged(): void {
    if (this.userFile && this.isInSight && this.followRules()) this.check();
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

  /** The check of a large text has found what it names, which the keystrokes before did not wait for. */
  private targetTold(named: NamedTarget | undefined): void {
    if (!this.userFile || !this.text.tell(named)) return;
    if (this.followRules()) this.check();
    this.changed.fire('target');
  }

  private async editBase(fixed?: Environment): Promise<KeptUser | undefined> {
    const { environment, accountId, userId } = this.target(fixed);
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
