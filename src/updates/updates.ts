import { accountLabel } from '../api/accountLabel';
import { explanationOf } from '../api/explanationOf';
import { Listeners } from '../api/listeners';
import { requestIdOf } from '../api/requestRecord';
import { TrutoError } from '../api/trutoError';
import type { AttemptWait, ResponseHead, UserUpdate } from '../api/trutoClient';
import { isLoopback } from '../core/http/baseUrl';
import { isRecord } from '../core/json/isRecord';
import { isSecretName } from '../core/secrets/isSecretName';
import { arrivalOf, withArrival } from '../core/update/arrival';
import { changedFields } from '../core/update/changedFields';
import { driftsOf } from '../core/update/drift';
import { bodyJson, readQuery, type UserField } from '../core/update/userFile';
import type { EditBases } from './editBases';
import type { Outcome } from './outcome';
import type { Obstructed, Prepared, UpdateRequest } from './prepared';
import type { SendAttempts } from './sendAttempts';
import { fieldNamesOf } from './userFileText';
import { unobserved, wholeBody, type AcceptedResponse, type UpdateObserver } from './updateObserver';

/** An update that was sent, or was to be. */
export interface EndedUpdate {
  readonly prepared: Prepared;
  readonly outcome: Outcome;
}

/** Updates of users without a screen: from the first look at the live user to what became of the request. */
export class Updates {
  private readonly updated = new Listeners<EndedUpdate>();
  /** Told of each update when it has ended, however it did. */
  readonly onDidUpdate = this.updated.event;

  constructor(
    private readonly attempts: SendAttempts,
    readonly bases: EditBases,
  ) {}

  /**
   * Fixes everything about an update: asks whether the account takes it, reads the live user, and picks the fields that
   * go. Sends nothing. Throws TrutoError.
   */
  async prepare(request: UpdateRequest, signal?: AbortSignal): Promise<Prepared | Obstructed> {
    const { environment, accountId, userId, source, file, query } = request;
    const client = await environment.client();
    const account = await environment.account(accountId);
    const facts = { environment, accountId, accountLabel: accountLabel(account) };
    const obstacle = request.purpose === 'send' ? await environment.askObstacle(account, signal) : undefined;
    if (obstacle) return { ...facts, obstacle };
    const where = readQuery(file);
    const live = await client.getUser(accountId, userId, where, signal);
    const base = await this.bases.begin({ environment, accountId, userId, source }, live);
    const fields = request.body === 'changed' ? await neededFields(live, request) : file.fields;
    return {
      ...facts,
      userId,
      source,
      integration: account.integration.label,
      harmless: account.isSandbox || isLoopback(new URL(environment.profile.baseUrl).hostname),
      userName: typeof live.name === 'string' && live.name !== '' ? live.name : userId,
      live,
      base,
      query,
      readQuery: where,
      fields,
      drifts: driftsOf(base.user, live, fields),
      leftOut: base.isWhole
        ? fieldNamesOf(base.user.names).filter((name) => !file.fields.some((field) => field.name === name))
        : [],
    };
  }

  /**
   * Sends a prepared update once, under the key of its open attempt if there is one. Where no response tells what became
   * of it, the live user is looked at; nothing is sent again. Never throws for what came of the request; throws
   * UpdateUnderWayError while another one of the same user has not ended.
   */
  async run(prepared: Prepared, observer: UpdateObserver = unobserved): Promise<Outcome> {
    const body = bodyJson(prepared.fields);
    const attempt = await this.attempts.begin(prepared, prepared.query, body);
    let outcome: Outcome | undefined;
    try {
      const { accountId, userId, query } = prepared;
      const { idempotencyKey } = attempt;
      const answered = await send(prepared, { accountId, userId, query, bodyJson: body, idempotencyKey }, observer);
      const settled = answered.outcome === 'unknown' ? await lookedAt(answered, prepared, observer) : answered;
      const sent = Object.fromEntries(prepared.fields.map(({ name, value }) => [name, value]));
      outcome = { ...settled, idempotencyKey, sent };
    } finally {
      await attempt.end(outcome && outcome.outcome !== 'unknown' ? 'ended' : 'open');
    }
    if (outcome.outcome === 'applied') await this.beginAnew(prepared, outcome.body);
    this.updated.fire({ prepared, outcome });
    return outcome;
  }

  dispose(): void {
    this.updated.dispose();
  }

  /** From here on the next edit counts, which begins with the user as answered, else with what was sent. */
  private async beginAnew(prepared: Prepared, body: unknown): Promise<void> {
    const { live, query, fields, base } = prepared;
    // Only a unified response is a user.
    const answered = (query['truto_response_format'] ?? 'unified') === 'unified' && isRecord(body) ? body : {};
    // A password that Truto never returns is no part of the user: it would look as if somebody had taken it away.
    const known = fields.filter(({ name }) => !isSecretName(name) || Object.hasOwn(live, name));
    const user = { ...live, ...Object.fromEntries(known.map(({ name, value }) => [name, value])), ...answered };
    await this.bases.keep(prepared, { user, isWhole: base.isWhole });
  }
}

/** The fields that differ, and with them those that the integration wants in every update. */
async function neededFields(live: Prepared['live'], { file, requiredFields }: UpdateRequest): Promise<UserField[]> {
  const changed = new Set(changedFields(live, file.fields));
  if (changed.size === 0) return [];
  const required = await requiredFields();
  return file.fields.filter((field) => changed.has(field) || required.includes(field.name));
}

type Settled = Omit<Outcome, 'idempotencyKey' | 'sent'>;

async function send({ environment }: Prepared, update: UserUpdate, observer: UpdateObserver): Promise<Settled> {
  let head: ResponseHead | undefined;
  try {
    return await observer.sending(async ({ signal, onWait, receive = wholeBody }) => {
      const client = await environment.client();
      const response = await ask(client, update, signal, onWait);
      head = response;
      return { outcome: 'applied', ...factsOf(head), body: await receive(response) };
    });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // It was accepted: whatever fails afterwards does not change that.
    if (head) return { outcome: 'applied', ...factsOf(head), error };
    const response = error instanceof TrutoError ? error : undefined;
    const requestId = response && requestIdOf(response.headers);
    return {
      outcome: explanationOf(error)?.outcome ?? 'unknown',
      ...(response?.status !== undefined && { status: response.status }),
      ...(requestId !== undefined && { requestId }),
      error,
    };
  }
}

const factsOf = ({ status, requestId }: ResponseHead) => ({ status, ...(requestId !== undefined && { requestId }) });

/** Documented answers are read whole, and asked for again where they break off; others may be of any size and kind. */
async function ask(
  client: Awaited<ReturnType<Prepared['environment']['client']>>,
  update: UserUpdate,
  signal?: AbortSignal,
  onWait?: (wait: AttemptWait) => void,
): Promise<AcceptedResponse> {
  const { truto_response_format: format } = update.query;
  if (format === 'stream' || format === 'raw') return client.streamUpdate(update, signal, onWait);
  const response = await client.updateUser(update, signal, onWait);
  return { ...response, chunks: [response.bytes] };
}

/** What a look at the live user shows of an update whose outcome is open. */
async function lookedAt(settled: Settled, prepared: Prepared, observer: UpdateObserver): Promise<Settled> {
  const explanation = explanationOf(settled.error);
  try {
    const { environment, accountId, userId, readQuery: where, live, fields } = prepared;
    const now = await observer.looking(async (signal) =>
      (await environment.client()).getUser(accountId, userId, where, signal),
    );
    const arrival = arrivalOf(live, now, fields);
    const error =
      settled.error instanceof TrutoError && explanation
        ? new TrutoError(withArrival(explanation, arrival), settled.error)
        : settled.error;
    return { ...settled, outcome: arrival === 'arrived' ? 'applied' : 'unknown', ...(error && { error }) };
  } catch {
    return settled; // It stays unknown.
  }
}
