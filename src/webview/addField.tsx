import { useEffect, useRef, useState } from 'preact/hooks';
import { fieldOfValue, type FormField } from '../core/form/fieldModel';
import { formValueAt, type FormObject } from '../core/form/formText';
import { reservedKeys, type PlacedField } from '../core/form/userSections';
import type { FormWords } from '../protocol/formWords';
import { addPlaced } from './addPlaced';
import { useForm } from './formContext';
import { Icon } from './icon';
import { Prose } from './prose';
import type { FormModel } from './state/formModel';
import { fill } from './fill';

interface Offer extends PlacedField {
  readonly label: string;
  readonly hint: string;
}

/** A search for a field to add: those the schema knows and the user does not have yet, or one of the person's own. */
export function AddField({ user }: { readonly user: FormObject }) {
  const form = useForm();
  const { words } = form;
  const [query, search] = useState('');
  const [isOpen, open] = useState(false);
  const [active, activate] = useState(0);
  const offers = isOpen ? offersFor(form, user, query) : [];
  const chosen = isOpen ? Math.min(active, offers.length - 1) : -1;

  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  const pick = (offer: Offer | undefined) => {
    if (!offer) return;
    search('');
    open(false);
    void addPlaced(form, offer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && !isOpen) open(true);
    else if (event.key === 'ArrowDown') activate((chosen + 1) % Math.max(1, offers.length));
    else if (event.key === 'ArrowUp') activate((chosen + offers.length - 1) % Math.max(1, offers.length));
    else if (event.key === 'Enter') pick(offers[chosen]);
    else if (event.key === 'Escape' && isOpen) open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="add-field" onFocusOut={() => open(false)}>
      <label class="label" for="add-field">
        {words.addField}
      </label>
      <div class="search">
        <Icon name="add" />
        <input
          id="add-field"
          class="input"
          type="text"
          role="combobox"
          value={query}
          placeholder={words.addFieldHint}
          spellcheck={false}
          autocomplete="off"
          aria-expanded={isOpen}
          aria-controls="add-field-offers"
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `offer-${chosen}` : undefined}
          onFocus={() => open(true)}
          onClick={() => open(true)}
          onInput={(event) => {
            search(event.currentTarget.value);
            activate(0);
            open(true);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul ref={list} id="add-field-offers" class="offers" role="listbox" aria-label={words.addField} hidden={!isOpen}>
        {offers.map((offer, index) => (
          <li
            key={offer.path.join('/')}
            id={`offer-${index}`}
            role="option"
            aria-selected={index === chosen}
            {...(index === chosen && { ref: showInList })}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(offer);
            }}
          >
            <span class="offer-label">
              {offer.label} <code class="name">{offer.path.join('.')}</code>
            </span>
            <span class="hint">
              <Prose text={offer.hint} />
            </span>
          </li>
        ))}
        {isOpen && offers.length === 0 && (
          <li class="hint" role="option" aria-selected={false} aria-disabled="true">
            {words.noFieldFound}
          </li>
        )}
      </ul>
    </div>
  );
}

function showInList(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function offersFor({ sections, words }: FormModel, user: FormObject, query: string): Offer[] {
  const wanted = query.trim().toLowerCase();
  const placed = sections.value.flatMap(({ fields }) => fields);
  const offers = placed
    .filter(({ path }) => formValueAt(user, path) === undefined)
    .map((offer) => ({ ...offer, label: offer.field.label, hint: hintOf(words, offer.field) }))
    .filter(({ label, hint, path }) =>
      [label, path.join('.'), hint].some((text) => text.toLowerCase().includes(wanted)),
    );
  const byName = (offer: Offer) => offer.label.toLowerCase().startsWith(wanted) || offer.field.name.startsWith(wanted);
  return [
    ...offers.filter(byName),
    ...offers.filter((offer) => !byName(offer)),
    ...ownField(words, placed, user, query.trim()),
  ];
}

function hintOf(words: FormWords, { description, note, asked }: FormField): string {
  return [description, note].filter(Boolean).join(' ') || (asked ? fill(words.ownOf, asked.by) : '');
}

/** The offer of a field that no schema names. */
function ownField(words: FormWords, placed: readonly PlacedField[], user: FormObject, name: string): Offer[] {
  const isTaken =
    name === '' ||
    user.members.has(name) ||
    reservedKeys.has(name) ||
    placed.some(({ path }) => path.length === 1 && path[0] === name);
  if (isTaken) return [];
  const field = fieldOfValue(name, { kind: 'text', text: '', offset: 0, source: '""' });
  return [{ path: [name], field, label: fill(words.addCustom, name), hint: words.customHint }];
}
