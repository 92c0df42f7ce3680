import * as vscode from 'vscode';
import type { LackingParameters, ReadParameters } from '../../api/readParameters';
import {
  isListRefused,
  listUsers,
  ParametersLacking,
  searchUsers,
  type ListedUser,
  type ListedUsers,
} from '../../api/userList';
import { askReadParameters } from '../../platform/askReadParameters';
import { failedPage } from '../../platform/pick/failedPage';
import { pickFromPages, type ListFailure } from '../../platform/pick/pickFromPages';
import { lackingWords, userRowWords, wordsOfUser } from '../../platform/words/userRowWords';

/** Whose users are picked from, and what reading them was asked with so far. */
export interface PickedFrom extends ListedUsers {
  /** What picking is for; "Open User" when left out. */
  readonly title?: string;
}

interface PickedUser {
  readonly userId: string;
  /** The parameters that reading the users takes, those that a person gave on the way included. */
  readonly query: ListedUsers['query'];
}

const pageSize = 100;

/**
 * Lets a person pick a user of an account, or type its id: integrations need not list their users. What the list wants of
 * parameters is asked for. Resolves to undefined when dismissed. Throws TrutoError.
 */
export async function pickUser(from: PickedFrom, parameters: ReadParameters): Promise<PickedUser | undefined> {
  let query = parameters.with(from.environment, from.accountId, from.query);
  let lacking: LackingParameters | undefined;
  for (let hasAsked = false; ; hasAsked = true) {
    const picked = await pickListed({ ...from, query }, !hasAsked, (told) => (lacking = told));
    if (!picked) return undefined;
    if (picked.kind === 'typed') return { userId: picked.typed, query };
    if (picked.kind === 'row') return { userId: picked.row.id, query };
    const isLacking = lacking?.names.some((name) => !Object.hasOwn(query, name)) === true;
    const asked = lacking && isLacking ? lacking : { names: Object.keys(query), isOneOf: false };
    const given = await askReadParameters(asked, query);
    if (given) {
      query = { ...query, ...given };
      await parameters.keep(from.environment, from.accountId, given);
    }
  }
}

/** @param asks whether to ask at once for what the list lacks, instead of offering it */
async function pickListed(from: PickedFrom, asks: boolean, told: (lacking: LackingParameters) => void) {
  const { t } = vscode.l10n;
  const given = Object.keys(from.query);
  try {
    return await pickFromPages<ListedUser>({
      title: from.title ?? t('Open User'),
      placeholder: t('Name, email or user ID'),
      source: {
        loadPage: (cursor, signal, onAttempt) =>
          listUsers(from, { limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal, onAttempt),
        search: (typed, signal) => searchUsers(from, typed, signal),
        keyOf: ({ id }) => id,
        textOf: wordsOfUser,
      },
      itemOf: userItem,
      typedLabel: (typed) => t('Use “{0}” as user ID', typed),
      offersTyped: () => true,
      failureOf: (error, hasRows) => {
        if (error instanceof ParametersLacking) told(error.lacking);
        return asks && error instanceof ParametersLacking ? undefined : failure(error, hasRows);
      },
      ...(given.length > 0 && { button: { icon: 'settings-gear', tooltip: t('Change {0}...', given.join(', ')) } }),
    });
  } catch (error) {
    if (error instanceof ParametersLacking) return { kind: 'ask' as const };
    throw error;
  }
}

function failure(error: unknown, hasRows: boolean): ListFailure | undefined {
  const { t } = vscode.l10n;
  if (error instanceof ParametersLacking) return { way: 'ask', words: lackingWords(error.lacking) };
  return isListRefused(error)
    ? { way: 'none', words: t('Users cannot be listed here: type the user ID') }
    : failedPage(error, hasRows);
}

function userItem(user: ListedUser): Pick<vscode.QuickPickItem, 'label' | 'description' | 'detail'> {
  const { label, remarks } = userRowWords(user);
  return { label, description: remarks.join(' · '), detail: user.id };
}
