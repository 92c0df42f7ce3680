import * as vscode from 'vscode';
import { plainText } from './plainText';

/** A label with an icon of ours before words that may come from outside, for a CodeLens or the status bar. */
export const iconLabel = (icon: string, words: string): string => `$(${icon})\u00a0${plainText(words)}`;

/** Rows of a quick pick, whose words may come from outside. */
export function plainItems<T extends vscode.QuickPickItem>(items: readonly T[]): T[] {
  return items.map((item) => ({
    ...item,
    label: plainText(item.label),
    ...(item.description !== undefined && { description: plainText(item.description) }),
    ...(item.detail !== undefined && { detail: plainText(item.detail) }),
  }));
}

/** Adds words that may come from outside to Markdown: as text, without links even where they look like an address. */
export function appendPlain(markdown: vscode.MarkdownString, words: string): vscode.MarkdownString {
  return markdown.appendMarkdown(plainText(words).replace(/[!-/:-@[-`{-~]/g, '\\$&'));
}
