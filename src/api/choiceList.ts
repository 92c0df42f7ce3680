import type { ChoiceResource } from '../core/form/choices';
import { Cursor } from './cursor';
import type { Environment } from './environment';
import type { Page } from './pagedRows';
import { readId } from './responses';
import type { OnAttempt, PageRequest, UserObject } from './trutoClient';

/** Whose resources are listed, and what the file asks its requests with. */
export interface ChoiceSource {
  readonly environment: Environment;
  readonly accountId: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** A role, group, organization, workspace or license of an account. */
export interface Choice {
  readonly id: string;
  readonly name?: string;
}

/** Of the query of a file, what says where in the account. */
const places: ReadonlySet<string> = new Set(['organization_id', 'workspace_id', 'group_id', 'workspace']);

const placeIn = (query: ChoiceSource['query']): ChoiceSource['query'] =>
  Object.fromEntries(Object.entries(query).filter(([name]) => places.has(name)));

/** UTF-16 units: longer ones are none to choose from. */
const maxText = 500;

/** A page of them. Throws TrutoError, also where the account offers no such list. */
export async function listChoices(
  { environment, accountId, query }: ChoiceSource,
  resource: ChoiceResource,
  page: PageRequest,
  signal: AbortSignal,
  onAttempt?: OnAttempt,
): Promise<Page<Choice>> {
  const client = await environment.client();
  const where = placeIn(query);
  const { users, nextCursor } = await client.listResource(resource, accountId, page, signal, onAttempt, where);
  return { rows: users.flatMap(choiceOf), ...(nextCursor !== undefined && { nextCursor }) };
}

/** Entries can be partial: without a name they still have an ID. */
function choiceOf({ id: given, name }: UserObject): Choice[] {
  const id = readId(given);
  if (id === undefined || id.length > maxText) return [];
  return [{ id, ...(typeof name === 'string' && name !== '' && { name: name.slice(0, maxText) }) }];
}

const minute = 60_000;
const pageSize = 200;
const maxPages = 5;
/** In ms: a list that takes longer is no help while somebody types. */
const timeout = 20_000;
const maxKept = 100;

/** What is known of one list. */
interface KeptList {
  readonly environmentKey: string;
  readonly until: number;
  /** By the cursors that they begin with; the first one by ''. */
  readonly pages: Map<string, Page<Choice>>;
  all?: { until: number; readonly rows: Promise<readonly Choice[]> };
}

/** Keeps the lists for an hour, for whoever picks or types: each page is asked for once. */
export class ChoiceLists {
  private readonly kept = new Map<string, KeptList>();

  constructor(private readonly now: () => number = Date.now) {}

  /** A page of them. Throws TrutoError, also where the account offers no such list: what failed is asked for again. */
  async page(
    source: ChoiceSource,
    resource: ChoiceResource,
    cursor: string | undefined,
    signal: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<Page<Choice>> {
    const { pages } = this.list(source, resource);
    const known = pages.get(cursor ?? '');
    if (known) return known;
    const request = { limit: pageSize, ...(cursor !== undefined && { cursor }) };
    const page = await listChoices(source, resource, request, signal, onAttempt);
    pages.set(cursor ?? '', page);
    return page;
  }

  /**
   * All of them, a thousand at most; where the list cannot be read to its end, those before, which is not tried again for five
   * minutes. Never throws.
   */
  of(source: ChoiceSource, resource: ChoiceResource): Promise<readonly Choice[]> {
    const list = this.list(source, resource);
    if (list.all && this.now() < list.all.until) return list.all.rows;
    const failed = () => (all.until = this.now() + 5 * minute);
    const all = { until: list.until, rows: this.readAll(source, resource, failed) };
    list.all = all;
    return all.rows;
  }

  /** Whoever asks next gets the lists of an environment as they are then: by a new token, or once it is asked for all anew. */
  forgetAll({ key }: Pick<Environment, 'key'>): void {
    for (const [name, list] of this.kept) if (list.environmentKey === key) this.kept.delete(name);
  }

  /** Whoever asks next gets the list as it is then. */
  forget(source: ChoiceSource, resource: ChoiceResource): void {
    this.kept.delete(keyOf(source, resource));
  }

  private list(source: ChoiceSource, resource: ChoiceResource): KeptList {
    const key = keyOf(source, resource);
    const known = this.kept.get(key);
    if (known && this.now() < known.until) return known;
    if (this.kept.size >= maxKept) this.kept.clear();
    const made = {
      environmentKey: source.environment.key,
      until: this.now() + 60 * minute,
      pages: new Map<string, Page<Choice>>(),
    };
    this.kept.set(key, made);
    return made;
  }

  private async readAll(
    source: ChoiceSource,
    resource: ChoiceResource,
    failed: () => void,
  ): Promise<readonly Choice[]> {
    const signal = AbortSignal.timeout(timeout);
    const rows = new Map<string, Choice>();
    const cursor = new Cursor();
    try {
      for (let count = 0; count < maxPages; count++) {
        const page = await this.page(source, resource, cursor.next, signal);
        for (const row of page.rows) rows.set(row.id, row);
        cursor.pass(page);
        if (cursor.next === undefined) break;
      }
    } catch {
      failed();
    }
    return [...rows.values()];
  }
}

/** Lists with the same place in the same account are the same list. */
const keyOf = ({ environment, accountId, query }: ChoiceSource, resource: ChoiceResource): string =>
  JSON.stringify([environment.key, accountId, resource, Object.entries(placeIn(query)).sort()]);
