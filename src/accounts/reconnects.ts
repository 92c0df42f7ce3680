import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import { explanationOf } from '../api/explanationOf';
import type { OnAttempt } from '../api/trutoClient';
import { isAccountId } from '../core/update/accountId';
import type { Action } from '../platform/notify';
import type { WaitingSends } from '../platform/waitingSends';
import { obstacleMessage } from '../platform/words/obstacleWords';

/** The path of the URI that leads a person back from the page on which an account is connected. */
const cameBackPath = '/reconnected';

/** What reconnecting does outside. */
export interface ReconnectSurroundings {
  whileAsking<T>(title: string, ask: (signal: AbortSignal, onAttempt: OnAttempt) => Promise<T>): Promise<T>;
  tell(severity: 'information' | 'warning', message: string, ...actions: readonly Action[]): Promise<void>;
  openPage(url: string): Promise<unknown>;
  /** The URI that leads back here from a browser; undefined where there is none. */
  wayBack(pathAndQuery: string): Promise<string | undefined>;
  /** Begins a send as a press of its button does: with all its questions. */
  send(document: string, environment: Environment): unknown;
}

/** What Truto says to a request it understood and does not carry out. */
const maxRefusal = 499;

/** Connects accounts anew: without a person where that can be, else on a page of Truto that the owner of the account opens. */
export class Reconnects {
  /** Those whose page was opened, by account. */
  private readonly begun = new Map<string, Environment>();
  private readonly looking = new Set<string>();

  constructor(
    private readonly environments: Pick<Environments, 'active'>,
    private readonly waitingSends: Pick<WaitingSends, 'of'>,
    private readonly around: ReconnectSurroundings,
  ) {}

  /** Throws TrutoError. */
  async reconnect(accountId: string, environment: Environment): Promise<void> {
    if (await this.isRefreshed(accountId, environment)) this.tellConnected(accountId, environment);
    else await this.openPage(accountId, environment);
  }

  /**
   * The person comes back by a URI, which anybody can make: it brings what is shown of an account up to date, and no more.
   * What was begun here is told. Never throws.
   */
  async cameBack(uri: { readonly path: string; readonly query: string }): Promise<void> {
    const accountId = uri.path === cameBackPath ? new URLSearchParams(uri.query).get('account') : null;
    if (accountId === null || !isAccountId(accountId) || this.looking.has(accountId)) return;
    const begun = this.begun.get(accountId);
    const environment = begun ?? this.environments.active();
    if (!environment || (!begun && !environment.knownAccount(accountId))) return;
    this.looking.add(accountId);
    try {
      const status = await statusNow(accountId, environment);
      if (!begun) return;
      if (status === 'active') this.tellConnected(accountId, environment);
      else this.tellUnconnected(accountId, environment);
    } catch {
      // The failed request is in the log.
    } finally {
      this.looking.delete(accountId);
    }
  }

  /** An account whose connection works needs a person for whatever is wrong with it: scopes, say. */
  private async isRefreshed(accountId: string, environment: Environment): Promise<boolean> {
    const title = vscode.l10n.t('Asking for fresh credentials...');
    return this.around.whileAsking(title, async (signal, onAttempt) => {
      if ((await statusNow(accountId, environment, signal, onAttempt)) === 'active') return false;
      const client = await environment.client();
      const isDone = await client.refreshCredentials(accountId, signal, onAttempt).catch(falseWhereRefused);
      return isDone && (await statusNow(accountId, environment, signal, onAttempt)) === 'active';
    });
  }

  /** Its link is good for one account alone and is as secret as a token, so it is neither shown nor logged. */
  private async openPage(accountId: string, environment: Environment): Promise<void> {
    const client = await environment.client();
    const wayBack = await this.around.wayBack(`${cameBackPath}?account=${accountId}`);
    const title = vscode.l10n.t('Asking for a link to reconnect...');
    const linkToken = await this.around.whileAsking(title, async (signal, onAttempt) => {
      const withWayBack = wayBack !== undefined && client.createLinkToken(accountId, signal, onAttempt, wayBack);
      // Where Truto takes no such URI, the person comes back by herself.
      const token = withWayBack && (await withWayBack.catch(falseWhereRefused));
      return token || client.createLinkToken(accountId, signal, onAttempt);
    });
    this.begun.set(accountId, environment);
    await this.around.openPage(`https://app.truto.one/connect-account?link_token=${encodeURIComponent(linkToken)}`);
  }

  /** Offers the one send that was refused because of the account. */
  private tellConnected(accountId: string, environment: Environment): void {
    const { t } = vscode.l10n;
    this.begun.delete(accountId);
    const { label, obstacle } = seen(accountId, environment);
    const waiting = obstacle ? undefined : this.waitingSends.of(environment, accountId);
    if (waiting === undefined) {
      void this.around.tell('information', t('{0} is connected again.', label));
      return;
    }
    const sending = { title: t('Send Update'), run: () => this.around.send(waiting, environment) };
    const name = decodeURIComponent(waiting.slice(waiting.lastIndexOf('/') + 1));
    void this.around.tell(
      'information',
      t('{0} is connected again. An update was waiting: {1}.', label, name),
      sending,
    );
  }

  private tellUnconnected(accountId: string, environment: Environment): void {
    const { label, obstacle } = seen(accountId, environment);
    if (obstacle) void this.around.tell('warning', obstacleMessage(obstacle, label));
  }
}

/** The status of an account as Truto has it now; what is shown of the account follows. Throws TrutoError. */
async function statusNow(
  accountId: string,
  environment: Environment,
  signal?: AbortSignal,
  onAttempt?: OnAttempt,
): Promise<string | undefined> {
  await environment.askStanding(await environment.account(accountId, signal, onAttempt), signal);
  return environment.knownAccount(accountId)?.status;
}

function seen(accountId: string, environment: Environment) {
  const account = environment.knownAccount(accountId);
  return { label: account ? accountLabel(account) : accountId, obstacle: account && environment.obstacle(account) };
}

/** A refusal by Truto has another way; whatever else fails is thrown again. */
function falseWhereRefused(error: unknown): false {
  const { status = 0, code, origin } = explanationOf(error) ?? {};
  const isRefused = status >= 400 && status <= maxRefusal && origin === 'truto' && code !== 'tokenRejected';
  if (!isRefused) throw error;
  return false;
}
