import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { emptyJson } from '../core/form/fieldModel';
import { isJsonNumber } from '../core/json/isJsonNumber';
import { sameJson } from '../core/json/jsonTree';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { Icon } from './icon';
import { nameWithin, useSurroundings } from './names';
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

/** Opens the menu of a field where the keys for it are pressed: its button is no tab stop. */
export function openMenuByKey(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.querySelector<HTMLElement>(':scope > .menu-anchor > [aria-expanded="false"]')?.click();
}

/** What can be done with a field as a whole. Stands behind the field, and is shown beside its label. */
export function FieldMenu(props: MenuProps) {
  const form = useForm();
  const { words } = form;
  const [isOpen, open] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const opener = useRef<Element | null>(null);
  const label = fill(words.fieldActions, nameWithin(useSurroundings(), props.field));
  useLayoutEffect(() => {
    if (!isOpen || !menu.current) return;
    keepInPane(menu.current);
    menu.current.querySelector('button')?.focus();
  }, [isOpen]);

  const toggle = () => {
    opener.current = document.activeElement;
    open(!isOpen);
  };
  const close = () => {
    open(false);
    const before = opener.current;
    (before instanceof HTMLElement && before !== document.body ? before : button.current)?.focus();
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
      // Of the keys that opened it VS Code would show a menu of its own.
      onContextMenu={(event) => event.preventDefault()}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) open(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class="icon-button quiet"
        tabIndex={-1}
        title={`${label} (${menuKeys})`}
        aria-label={label}
        aria-keyshortcuts={menuKeys}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={toggle}
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

/** As they are called in English and in `aria-keyshortcuts`. */
const menuKeys = 'Shift+F10';

/** Opens a menu to the other side where the pane ends. */
function keepInPane(menu: HTMLElement): void {
  const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const { top, bottom, left, height } = menu.getBoundingClientRect();
  const anchor = menu.parentElement?.getBoundingClientRect();
  menu.classList.toggle('above', bottom > window.innerHeight && (anchor?.top ?? top) - height > Math.max(0, header));
  menu.classList.toggle('at-start', left < 0);
  // A low pane may have room for it on neither side.
  menu.scrollIntoView({ block: 'nearest', behavior: 'instant' });
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
