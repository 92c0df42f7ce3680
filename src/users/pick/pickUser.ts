import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { readId } from '../../api/responses';
import type { UserObject } from '../../api/trutoClient';
import { plainItems } from '../../platform/labels';

interface UserItem extends vscode.QuickPickItem {
  readonly userId: string;
}

/**
 * Lets a person pick a user of an account or type its id: what is typed and fits no row is offered as an id, for
 * integrations that cannot list users. Resolves to undefined when dismissed.
 */
export async function pickUser(environment: Environment, accountId: string): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<UserItem>();
  picker.title = vscode.l10n.t('Open User');
  picker.placeholder = vscode.l10n.t('Name, email or user ID');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  const cancellation = new AbortController();
  let listed: readonly UserItem[] = [];
  const show = () => (picker.items = plainItems(withTypedId(listed, picker.value.trim())));
  try {
    const picked = new Promise<string | undefined>((resolve) => {
      picker.onDidChangeValue(show);
      // Enter before there is a row picks nothing, and dismisses nothing.
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item) resolve(item.userId);
      });
      picker.onDidHide(() => resolve(undefined));
    });
    picker.show();
    void loadUsers(environment, accountId, cancellation.signal)
      .then((users) => {
        listed = users.flatMap(userItem);
        show();
      })
      .catch(() => (picker.placeholder = vscode.l10n.t('Users cannot be listed here: type the user ID')))
      .finally(() => (picker.busy = false));
    return await picked;
  } finally {
    cancellation.abort();
    picker.dispose();
  }
}

async function loadUsers(
  environment: Environment,
  accountId: string,
  signal: AbortSignal,
): Promise<readonly UserObject[]> {
  const client = await environment.client();
  return (await client.listUsers(accountId, { limit: 100 }, signal)).users;
}

function withTypedId(listed: readonly UserItem[], typed: string): UserItem[] {
  if (typed === '' || listed.some(({ userId }) => userId === typed)) return [...listed];
  return [...listed, { label: vscode.l10n.t('Use “{0}” as user ID', typed), userId: typed, alwaysShow: true }];
}

function userItem(user: UserObject): UserItem[] {
  const userId = readId(user.id);
  if (userId === undefined) return [];
  const email = Array.isArray(user.emails) ? (user.emails[0] as { email?: unknown } | undefined)?.email : undefined;
  return [
    {
      label: textOf(user.name) ?? userId,
      description: [textOf(email), textOf(user.status)].filter(Boolean).join(' · '),
      detail: userId,
      userId,
    },
  ];
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
