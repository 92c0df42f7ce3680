import { choiceResources } from '../../core/form/choices';
import { isRecord } from '../../core/json/isRecord';
import { keyText } from '../../core/json/listItems';
import { schemaAt } from '../../core/schema/schemaAt';

type Item = Readonly<Record<string, unknown>>;

const keyMembers = ['id', 'email', 'number', 'url'] as const;

/** The members of the items of a list that tell which one each is; the first is what it is about. */
export function namingMembers(list: string): readonly string[] {
  const properties = schemaAt([list])?.items && schemaAt([list, 0])?.properties;
  const key = keyMembers.find((member) => properties && Object.hasOwn(properties, member));
  if (key === undefined) return [];
  return isChoice(list) ? [key, 'name'] : [key];
}

const isChoice = (list: string): boolean => choiceResources.some((resource) => resource === list);

/** The item of a live list that is named as another one. */
export function itemNamedAs(items: readonly unknown[], given: Item, naming: readonly string[]): Item | undefined {
  for (const member of naming) {
    const name = keyText(given[member]);
    if (name === undefined) continue;
    return items.find((item): item is Item => isRecord(item) && keyText(item[member]) === name);
  }
  return undefined;
}

/**
 * An item of a list when cells have changed some of its members: undefined where they clear what names it. What names the one
 * that was there before does not stay with another one, such as the name of a role with the ID of another role.
 */
export function settledItem(list: string, item: Item, live: unknown, given: ReadonlySet<string>): Item | undefined {
  const naming = namingMembers(list);
  const [key = ''] = naming;
  const isNamed = naming.some((member) => given.has(member) && keyText(item[member]) !== undefined);
  if (given.has(key) && item[key] === null && !isNamed) return undefined;
  const isOther = naming.some(
    (member) => given.has(member) && isElse(item[member], isRecord(live) ? live[member] : undefined),
  );
  if (!isOther || !isNamed) return item;
  return Object.fromEntries(Object.entries(item).filter(([member]) => given.has(member) || !naming.includes(member)));
}

const isElse = (value: unknown, live: unknown): boolean => keyText(value) !== keyText(live);
