import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { emptyJson } from '../core/form/fieldModel';
import { isJsonNumber } from '../core/json/isJsonNumber';
import { sameJson } from '../core/json/jsonTree';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { IconButton } from './icon';
import { nameWithin, useSurroundings } from './names';
import { focusPlace } from './places';
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

/** Opens the menu of the field with the focus by the keys for it: its button is no tab stop. */
export function openMenuByKey(event: KeyboardEvent): void {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
  if (!(event.target instanceof Element)) return;
  event.preventDefault();
  event.target
    .closest('.field')
    ?.querySelector<HTMLElement>(':scope > .menu-anchor > [aria-expanded="false"]')
    ?.click();
}

/** What can be done with a field as a whole. Stands behind the field, and is shown beside its label. */
export function FieldMenu(props: MenuProps) {
  const { words } = useForm();
  const [isOpen, open] = useState(false);
  const label = fill(words.fieldActions, nameWithin(useSurroundings(), props.field));
  return (
    <div class="menu-anchor">
      <IconButton
        class="quiet"
        icon="more"
        label={label}
        title={`${label} (${menuKeys})`}
        tabIndex={-1}
        aria-keyshortcuts={menuKeys}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      />
      {isOpen && <Menu {...props} label={label} close={() => open(false)} />}
    </div>
  );
}

function Menu({ label, close, ...props }: MenuProps & { readonly label: string; readonly close: () => void }) {
  const form = useForm();
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  const field = String(props.path[0]);
  const told = form.provenance.value;
  const lines = told?.field === field ? told.lines : [];
  useLayoutEffect(() => {
    form.askProvenance(field);
    menu.current?.querySelector('button')?.focus();
  }, []);
  useLayoutEffect(() => {
    if (menu.current) keepInPane(menu.current);
  }, [lines.length]);

  const goBack = () => {
    const { current: before } = opener;
    const button = menu.current?.previousElementSibling;
    const target = before === document.body ? button : before;
    close();
    if (target instanceof HTMLElement) target.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') goBack();
    else if (next !== undefined) items.at(next % items.length)?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      class="menu"
      role="menu"
      aria-label={label}
      aria-describedby={lines.length > 0 ? provenanceId : undefined}
      onKeyDown={onKeyDown}
      // Of the keys that opened it VS Code would show a menu of its own.
      onContextMenu={(event) => event.preventDefault()}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.parentElement?.contains(relatedTarget))) close();
      }}
    >
      {actionsOf(form, props).map((action) => (
        <button
          key={action.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            goBack();
            void action.run();
          }}
        >
          {action.label}
        </button>
      ))}
      {lines.length > 0 && (
        <p id={provenanceId} class="provenance" role="none">
          {lines.join('\n')}
        </p>
      )}
    </div>
  );
}

/** One menu is open at a time. */
const provenanceId = 'provenance';

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
      if (await form.edit(path, { kind: 'set', json })) await focusPlace(path);
    },
  });
  const showInText: MenuEntry = { label: words.showInText, run: () => form.revealPath(path) };
  if (!form.canEdit.value) return [showInText];
  const isTextOrNumber = field.kind === 'textOrNumber';
  return [
    ...(isTextOrNumber && value?.kind === 'text' && isJsonNumber(value.text)
      ? [set(words.storeAsNumber, value.text)]
      : []),
    ...(isTextOrNumber && value?.kind === 'number' ? [set(words.storeAsString, JSON.stringify(value.source))] : []),
    ...(change ? [{ label: change.json === undefined ? words.resetByRemoving : words.reset, run: reset }] : []),
    ...(empty === undefined || (value && sameJson(value.source, empty)) ? [] : [set(emptyWords(words, empty), empty)]),
    ...(value?.kind === 'null' || !field.takesNull ? [] : [set(words.setToNull, 'null')]),
    showInText,
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
    if (!(await focusPlace(path))) document.getElementById('add-field')?.focus();
  }
}

function emptyWords(words: FormWords, json: string): string {
  return json === '""' ? words.setToEmptyString : json === '[]' ? words.setToEmptyArray : words.setToEmptyObject;
}
