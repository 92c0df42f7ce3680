import * as vscode from 'vscode';
import { explanationOf } from '../api/explanationOf';
import { appendPlain } from '../platform/labels';
import { liveUserUri } from '../platform/liveUserAddress';
import { plainText } from '../platform/plainText';
import { errorMessage, errorWords } from '../platform/words/errorWords';
import { lackingWords, userRowWords } from '../platform/words/userRowWords';
import { rowId, type NoteNode, type UserNode } from './userNodes';

/** What a click does. Without arguments: VS Code forgets those of a row while it renders the row anew. */
const open = () => ({ command: 'truto.openUserRow', title: vscode.l10n.t('Open') });

/** Of a user, for what marks its document and its row. */
export const uriOf = ({ environment, accountId, userId, query }: UserNode): vscode.Uri =>
  liveUserUri({ environment: environment.profile.name, accountId, userId, query });

/** The row of a user as VS Code takes it. `uri`: as `uriOf` makes it. Its tooltip is made when it is asked for. */
export function userItem(node: UserNode, uri: vscode.Uri, isUnsent: boolean): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { label, remarks } = userRowWords(node.user);
  const told = node.user.status === 'active' ? remarks.slice(0, -1) : remarks;
  const unsent = isUnsent ? [t('unsent draft')] : [];
  const item = new vscode.TreeItem(plainText(label));
  item.id = node.id;
  item.description = plainText([...unsent, ...told].join(' · '));
  item.iconPath = new vscode.ThemeIcon(isUnsent ? 'edit' : 'account');
  item.resourceUri = uri;
  item.contextValue = 'user';
  item.command = open();
  item.accessibilityInformation = { label: plainText([label, ...unsent, ...remarks].join(', ')) };
  return item;
}

/** All that the list told of a user, as text: it comes from outside. */
export function userTooltip({ user }: UserNode): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const { id, name, email, username, status } = user;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('Email'), email],
    [t('Username'), username],
    [t('Status'), status],
    [t('ID'), id],
  ];
  const tooltip = new vscode.MarkdownString();
  appendPlain(tooltip.appendMarkdown('**'), name ?? id).appendMarkdown('**');
  for (const [label, value] of rows)
    if (value !== undefined) appendPlain(tooltip.appendMarkdown('  \n'), `${label}: ${value}`);
  return tooltip;
}

/** @param waits what a page waits for; '' for nothing but its response */
export function noteItem({ environment, accountId, note }: NoteNode, waits: string): vscode.TreeItem {
  const { label, description = '', icon, tooltip } = wordsOf(note, waits);
  const item = new vscode.TreeItem(plainText(label));
  item.id = rowId('note', environment, accountId);
  item.description = plainText(description);
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  if (tooltip !== undefined) item.tooltip = plainText(tooltip);
  item.contextValue = 'note';
  if (note.about !== 'loading' && note.about !== 'empty' && note.about !== 'noMatch') item.command = open();
  return item;
}

interface NoteWords {
  readonly label: string;
  readonly description?: string;
  readonly icon?: string;
  readonly tooltip?: string;
}

function wordsOf(note: NoteNode['note'], waits: string): NoteWords {
  const { t } = vscode.l10n;
  switch (note.about) {
    case 'loading':
      return { label: t('Loading users...'), description: waits, icon: 'loading~spin' };
    case 'empty':
      return { label: t('No users') };
    case 'noMatch':
      return { label: t('No user matches “{0}”', note.sought) };
    case 'unlisted':
      return { label: t('Users cannot be listed here'), description: t('open one by its ID'), icon: 'account' };
    case 'more':
      return {
        label: t('Load More Users...'),
        description: note.sought === '' ? '' : t('{0} found in {1} users so far', note.shown, note.loaded),
        icon: 'ellipsis',
      };
    case 'lacking':
      return { label: lackingWords(note), icon: 'settings-gear' };
    case 'failed': {
      const explanation = explanationOf(note.error);
      return {
        label: explanation ? errorWords(explanation).title : note.error.message,
        description: t('try again'),
        icon: 'warning',
        ...(explanation && { tooltip: errorMessage(explanation) }),
      };
    }
  }
}
