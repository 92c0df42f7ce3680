import { Cursor } from '../../api/cursor';
import type { Environment } from '../../api/environment';
import { isSuccess } from '../../api/loggedUpdates';
import type { ResultRow } from './resultFiles';

/** How far Truto's log agrees with what a job says it sent. */
export interface LogAgreement {
  /** So many of the rows that were sent were looked for: the last ones. */
  readonly looked: number;
  /** So many of them the log shows as updated. */
  readonly found: number;
}

/** A row that was sent. */
interface SentRow {
  readonly accountId: string;
  readonly userId: string;
  /** When that was known, in ms since 1970. */
  readonly at: number;
}

/** So many rows of all accounts are looked for, and so many pages of an account read: the log tells 100 requests a page. */
const maxRows = 1000;
const maxPages = 20;
/** In s: clocks differ, and timestamps are whole seconds in places. */
const slack = 60;

/** The rows that were sent last. */
export class SentRows {
  private readonly rows: SentRow[] = [];

  add({ state, outcome, planned: { accountId, userId } }: ResultRow): void {
    if (state !== 'sent' || !outcome || accountId === undefined || userId === undefined) return;
    this.rows.push({ accountId, userId, at: outcome.at });
    if (this.rows.length > 2 * maxRows) this.cut();
  }

  /** In any order. */
  get last(): readonly SentRow[] {
    this.cut();
    return this.rows;
  }

  private cut(): void {
    this.rows.sort((one, other) => other.at - one.at).splice(maxRows);
  }
}

/**
 * Looks in Truto's log for updates that a job sent. Undefined where the log cannot be read, or names no users. Never throws.
 * @param begunAt when the job began, in ms since 1970
 */
export async function logAgreement(
  environment: Environment,
  rows: readonly SentRow[],
  begunAt: number,
  signal: AbortSignal,
): Promise<LogAgreement | undefined> {
  if (rows.length === 0) return undefined;
  try {
    let found = 0;
    for (const accountId of new Set(rows.map((row) => row.accountId))) {
      const logged = await loggedUsers(environment, accountId, begunAt, signal);
      if (!logged) return undefined;
      found += rows.filter((row) => row.accountId === accountId && logged.has(row.userId)).length;
    }
    return { looked: rows.length, found };
  } catch {
    return undefined;
  }
}

/** The users whose updates succeeded since then. */
async function loggedUsers(
  environment: Environment,
  accountId: string,
  begunAt: number,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const client = await environment.client();
  const users = new Set<string>();
  const cursor = new Cursor();
  for (let pages = 0; pages < maxPages && (pages === 0 || cursor.next !== undefined); pages++) {
    const page = await client.loggedUpdates(accountId, cursor.next, signal);
    cursor.pass(page);
    for (const update of page.updates) {
      const { userId, secondsAgo } = update;
      if (userId === undefined) return undefined;
      if (secondsAgo > (Date.now() - begunAt) / 1000 + slack) return users;
      if (isSuccess(update)) users.add(userId);
    }
  }
  return users;
}
