import type { FormField } from '../core/form/fieldModel';
import { formValueAt } from '../core/form/formText';
import type { JsonPath } from '../core/json/jsonPath';
import { useForm } from './formContext';
import { IconButton } from './icon';
import { moveItem } from './moveItem';
import { onlyOneOf } from './onlyOneNote';
import { focusPlace, placeId, rendered } from './places';
import { member } from './roving';
import { fill } from './fill';

interface ItemButtonsProps {
  readonly path: JsonPath;
  readonly field: FormField;
  readonly title: string;
  readonly isLast: boolean;
}

/** Moves an item of a list, doubles it or takes it away; the focus goes along, or to its neighbour. */
export function ItemButtons({ path, field, title, isLast }: ItemButtonsProps) {
  const form = useForm();
  const { words } = form;
  const list = path.slice(0, -1);
  const index = Number(path.at(-1));
  /** Asked for when it is needed: the buttons of all other items stay when one comes or goes. */
  const count = () => {
    const value = form.user && formValueAt(form.user, list);
    return value?.kind === 'list' ? value.items.length : 0;
  };
  const move = async (to: number, button: string) => {
    if (!(await moveItem(form, path, to, count()))) return;
    const moved = document.getElementById(placeId([...list, to]));
    const again =
      moved?.querySelector<HTMLButtonElement>(`.${button}:not(:disabled)`) ??
      moved?.querySelector<HTMLButtonElement>('.item-buttons button:not(:disabled)');
    again?.focus();
  };
  const duplicate = async () => {
    await form.flush();
    const only = onlyOneOf(field);
    if (!(await form.edit(path, { kind: 'copy', ...(only && { except: only.name }) }))) return;
    form.notice.value = fill(words.duplicated, title);
    await focusPlace([...list, index + 1]);
  };
  const remove = async () => {
    const lastLeft = count() - 2;
    if (!(await form.edit(path, { kind: 'remove' }))) return;
    form.notice.value = fill(words.removed, title);
    await rendered();
    const neighbour = document.getElementById(placeId([...list, Math.min(index, lastLeft)]));
    const next =
      neighbour?.querySelector<HTMLButtonElement>('.remove-item') ??
      document.getElementById(`${placeId(list)}:control`);
    next?.focus();
  };
  const buttons = [
    ['move-up', words.moveUp, 'up', () => move(index - 1, 'move-up'), index === 0],
    ['move-down', words.moveDown, 'down', () => move(index + 1, 'move-down'), isLast],
    ['duplicate-item', words.duplicate, 'duplicate', duplicate, false],
    ['remove-item', words.removeItem, 'remove', remove, false],
  ] as const;
  return (
    <div class="item-buttons">
      {buttons.map(([name, label, icon, run, isDisabled]) => (
        <IconButton
          key={name}
          class={`quiet ${name}`}
          label={fill(label, title)}
          icon={icon}
          {...member('buttons')}
          disabled={isDisabled || !form.canEdit.value}
          onClick={() => void run()}
        />
      ))}
    </div>
  );
}
