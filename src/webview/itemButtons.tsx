import type { FormField } from '../core/form/fieldModel';
import type { JsonPath } from '../core/json/jsonPath';
import { useForm } from './formContext';
import { Icon, type IconName } from './icon';
import { moveItem } from './moveItem';
import { onlyOneOf } from './onlyOneNote';
import { focusPlace, placeId, rendered } from './places';
import { member } from './roving';
import { fill } from './fill';

interface ItemButtonsProps {
  readonly path: JsonPath;
  readonly field: FormField;
  readonly title: string;
  readonly count: number;
}

/** Moves an item of a list, doubles it or takes it away; the focus goes along, or to its neighbour. */
export function ItemButtons({ path, field, title, count }: ItemButtonsProps) {
  const form = useForm();
  const { words } = form;
  const list = path.slice(0, -1);
  const index = Number(path.at(-1));
  const move = async (to: number, button: string) => {
    if (!(await moveItem(form, path, to, count))) return;
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
    await rendered();
    focusPlace([...list, index + 1]);
  };
  const remove = async () => {
    if (!(await form.edit(path, { kind: 'remove' }))) return;
    form.notice.value = fill(words.removed, title);
    await rendered();
    const neighbour = document.getElementById(placeId([...list, Math.min(index, count - 2)]));
    const next =
      neighbour?.querySelector<HTMLButtonElement>('.remove-item') ??
      document.getElementById(`${placeId(list)}:control`);
    next?.focus();
  };
  return (
    <div
      class="item-buttons"
      onKeyDown={(event) => {
        if (event.key !== 'Delete') return;
        event.preventDefault();
        void remove();
      }}
    >
      <ItemButton
        name="move-up"
        label={fill(words.moveUp, title)}
        icon="up"
        isDisabled={index === 0}
        onClick={() => move(index - 1, 'move-up')}
      />
      <ItemButton
        name="move-down"
        label={fill(words.moveDown, title)}
        icon="down"
        isDisabled={index === count - 1}
        onClick={() => move(index + 1, 'move-down')}
      />
      <ItemButton
        name="duplicate-item"
        label={fill(words.duplicate, title)}
        icon="duplicate"
        isDisabled={false}
        onClick={duplicate}
      />
      <ItemButton
        name="remove-item"
        label={fill(words.removeItem, title)}
        icon="remove"
        isDisabled={false}
        onClick={remove}
      />
    </div>
  );
}

interface ItemButtonProps {
  readonly name: string;
  readonly label: string;
  readonly icon: IconName;
  readonly isDisabled: boolean;
  readonly onClick: () => Promise<void>;
}

function ItemButton({ name, label, icon, isDisabled, onClick }: ItemButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button quiet ${name}`}
      title={label}
      aria-label={label}
      {...member('buttons')}
      disabled={isDisabled}
      onClick={() => void onClick()}
    >
      <Icon name={icon} />
    </button>
  );
}
