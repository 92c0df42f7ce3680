import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { emptyJson } from '../core/form/fieldModel';
import { isJsonNumber } from '../core/json/isJsonNumber';
import { sameJson } from '../core/json/jsonTree';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { Icon } from './icon';
import { focusPlace, rendered } from './places';
import type { FieldProps } from './controls/fieldProps';
import type { Change, FormModel } from './state/formModel';
import { fill } from './fill';

interface MenuProps extends FieldProps {
  /** How the field differs from the live user, where it does. */
  readonly change: Change | undefined;
}

interface MenuEntry {
  readonly label: string;
  readonly run: () => Promise<void>;
}

/** What can be done with a field as a whole. */
export function FieldMenu(props: MenuProps) {
  const form = useForm();
  const { words } = form;
  const [isOpen, open] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const label = fill(words.fieldActions, props.field.label);
  useLayoutEffect(() => {
    if (isOpen) menu.current?.querySelector('button')?.focus();
  }, [isOpen]);

  const close = () => {
    open(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (next !== undefined) items.at(next % items.length)?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="menu-anchor"
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) open(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class="icon-button quiet"
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={onKeyDown}>
          {actionsOf(form, props).map((action) => (
            <button
              key={action.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                void action.run();
              }}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function actionsOf(form: FormModel, { path, field, value, change }: MenuProps): readonly MenuEntry[] {
  const { words } = form;
  const empty = emptyJson(field);
  const set = (label: string, json: string): MenuEntry => ({
    label,
    run: async () => {
      if (!(await form.edit(path, { kind: 'set', json }))) return;
      await rendered();
      focusPlace(path);
    },
  });
  const isTextOrNumber = field.kind === 'textOrNumber';
  return [
    ...(isTextOrNumber && value?.kind === 'text' && isJsonNumber(value.text)
      ? [set(words.storeAsNumber, value.text)]
      : []),
    ...(isTextOrNumber && value?.kind === 'number' ? [set(words.storeAsString, JSON.stringify(value.source))] : []),
    ...(change ? [{ label: change.json === undefined ? words.resetByRemoving : words.reset, run: reset }] : []),
    ...(empty === undefined || (value && sameJson(value.source, empty)) ? [] : [set(emptyWords(words, empty), empty)]),
    ...(value?.kind === 'null' || !field.takesNull ? [] : [set(words.setToNull, 'null')]),
    { label: words.showInText, run: () => form.revealPath(path) },
    ...(value ? [{ label: words.removeField, run: remove }] : []),
  ];

  async function reset(): Promise<void> {
    if (!(await form.reset(field.name))) return;
    form.notice.value = fill(words.resetDone, field.label);
    await goBack();
  }

  async function remove(): Promise<void> {
    if (!(await form.edit(path, { kind: 'remove' }))) return;
    form.notice.value = fill(words.removed, field.label);
    await goBack();
  }

  async function goBack(): Promise<void> {
    await rendered();
    if (!focusPlace(path)) document.getElementById('add-field')?.focus();
  }
}

function emptyWords(words: FormWords, json: string): string {
  return json === '""' ? words.setToEmptyString : json === '[]' ? words.setToEmptyArray : words.setToEmptyObject;
}
