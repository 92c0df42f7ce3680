import * as vscode from 'vscode';
import { escapeUnseen } from '../../core/codeSnippets/escapes';
import { beginningOf, differingParts, look } from '../../core/json/differingParts';
import { hiddenValue } from '../../core/secrets/shown';
import type { Comparable } from '../../core/secrets/comparable';
import { differenceOf, type Difference, type ItemsDifference } from '../../core/update/differenceOf';
import { isolated } from '../plainText';

/** UTF-16 units of a value, before what is unseen is spelled out. */
const maxValue = 100;
const maxName = 40;
/** Up to this length, what was and what will be share a line. */
const maxLine = 72;
/** Of each kind: the rest is counted. */
const maxItems = 4;
const maxMembers = 6;
const indent = '    ';

/**
 * What differs in a field, line by line: lists and objects by their parts, long texts around the first difference. The
 * two sides of a line never look the same; secrets are not shown. Undefined stands for no value; nothing for no difference.
 */
export function differenceLines(
  name: string,
  before: Comparable | undefined,
  after: Comparable | undefined,
): readonly string[] {
  const difference = differenceOf(before, after);
  return difference ? linesOf(shortName(name), difference) : [];
}

/** A value by itself, cut where it is long. */
export const valueWords = (value: Comparable | undefined): string =>
  value?.isHidden === true ? notShown() : isolated(escapeUnseen(beginning(value, maxValue)));

const notShown = (): string => vscode.l10n.t('(a new value, not shown)');

function linesOf(name: string, difference: Difference): string[] {
  switch (difference.kind) {
    case 'value':
      return valueLines(name, difference.before, difference.after);
    case 'members':
      return upTo(maxMembers, difference.members, ({ name: member, difference: inner }) =>
        linesOf(`${name}.${shortName(member)}`, inner),
      );
    case 'items':
      return itemsLines(name, difference);
  }
}

function itemsLines(name: string, { added, removed, changed, order }: ItemsDifference): string[] {
  const { t } = vscode.l10n;
  const counts = [
    added.length > 0 && t('{0} added', added.length),
    removed.length > 0 && t('{0} removed', removed.length),
    changed.length > 0 && t('{0} changed', changed.length),
    order && t('order changed'),
  ];
  return [
    `${name}: ${counts.filter(Boolean).join(', ')}`,
    ...[
      ...upTo(maxItems, added, (item) => [`+ ${valueWords(item)}`]),
      ...upTo(maxItems, removed, (item) => [`− ${valueWords(item)}`]),
      ...upTo(maxItems, changed, ({ name: item, difference }) => linesOf(`[${shortName(String(item))}]`, difference)),
      ...(order ? sides('', ...orderSides(order)) : []),
    ].map((line) => indent + line),
  ];
}

/** The lines of the first few, and how many there are more. */
function upTo<T>(max: number, things: readonly T[], lines: (thing: T) => readonly string[]): string[] {
  const left = things.length - max;
  const all = things.slice(0, max).flatMap(lines);
  return left > 0 ? [...all, vscode.l10n.t('and {0} more', left)] : all;
}

function valueLines(name: string, before: Comparable | undefined, after: Comparable | undefined): string[] {
  const head = `${name}: `;
  if (after?.isHidden === true) return [head + notShown()];
  const [gone, come] = [before?.items ?? [], after?.items ?? []];
  const isWhole = isNothing(before) || isNothing(after);
  if (!isWhole || gone.length + come.length === 0) return sides(head, ...sidesOf(before, after));
  return [
    ...sides(head, countWords(before), countWords(after)),
    ...[
      ...upTo(maxItems, come, (item) => [`+ ${valueWords(item)}`]),
      ...upTo(maxItems, gone, (item) => [`− ${valueWords(item)}`]),
    ].map((line) => indent + line),
  ];
}

const isNothing = (value: Comparable | undefined): boolean => (value?.shown ?? null) === null;

function countWords(value: Comparable | undefined): string {
  const { t } = vscode.l10n;
  if (!value?.items) return valueWords(value);
  return value.items.length === 1 ? t('1 item') : t('{0} items', value.items.length);
}

/** Both sides in one line, or one below the other. */
function sides(head: string, before: string, after: string): string[] {
  const line = `${head}${before} → ${after}`;
  return line.length <= maxLine ? [line] : [head + before, `→ ${after}`];
}

/** What was and what will be, so that one can be told from the other by eye. */
function sidesOf(before: Comparable | undefined, after: Comparable | undefined): readonly [string, string] {
  const [one, other] = [before?.shown, after?.shown];
  if (typeof one === 'string' && typeof other === 'string' && before?.isHidden === false)
    return readable(differingParts(one, other, maxValue).map((part) => JSON.stringify(part)));
  return readable(differingParts(shownText(before), shownText(after), maxValue));
}

/** The places of items in a list, by the items. */
function orderSides({ before, after }: NonNullable<ItemsDifference['order']>): readonly [string, string] {
  const sequence = (items: readonly Comparable[]) => items.map((item) => beginning(item, maxName)).join(', ');
  return readable(differingParts(sequence(before), sequence(after), maxValue));
}

/** Texts that look the same are spelled out in ASCII. */
function readable([one = '', other = '']: readonly string[]): readonly [string, string] {
  const spell = look(one) === look(other) ? spelledOut : escapeUnseen;
  return [isolated(spell(one)), isolated(spell(other))];
}

const spelledOut = (text: string): string =>
  text.replace(/[^\x20-\x7E…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

function shownText(value: Comparable | undefined): string {
  if (!value) return vscode.l10n.t('(not set)');
  // Spaced, so that a dialog can break the line.
  return value.isHidden ? hiddenValue : JSON.stringify(value.shown, undefined, 1).replace(/\n */g, ' ');
}

function beginning(value: Comparable | undefined, max: number): string {
  if (typeof value?.shown === 'string' && !value.isHidden) return JSON.stringify(beginningOf(value.shown, max));
  // An escape that was cut says something else.
  return beginningOf(shownText(value), max).replace(/(?<!\\)((?:\\\\)*)\\(?:u[\da-f]{0,3})?…$/, '$1…');
}

/** A name that does not look as it is spelled is spelled out. */
function shortName(name: string): string {
  const short = beginningOf(name, maxName);
  return isolated(look(short) === short.replace('…', '...') ? escapeUnseen(short) : spelledOut(short));
}
