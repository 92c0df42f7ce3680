import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  fieldFits,
  fieldOfValue,
  firstJson,
  type FormField,
  type ListField,
  type ObjectField,
} from '../core/form/fieldModel';
import type { FormObject, FormValue } from '../core/form/formText';
import type { JsonPath } from '../core/json/jsonPath';
import type { FormProblem } from '../protocol/formMessages';
import type { FormWords } from '../protocol/formWords';
import { AddChips } from './addChips';
import { ChangeNote } from './changeNote';
import { BooleanControl } from './controls/booleanControl';
import { ChoiceControl, OptionalBooleanControl } from './controls/choiceControl';
import type { ControlIds, ControlProps, FieldProps } from './controls/fieldProps';
import { JsonControl } from './controls/jsonControl';
import { NullControl } from './controls/nullControl';
import { SecretControl } from './controls/secretControl';
import { TextControl } from './controls/textControl';
import { FieldMenu, openMenuByKey } from './fieldMenu';
import { FieldWords, hasWords } from './fieldWords';
import { useForm } from './formContext';
import { Icon } from './icon';
import { ItemButtons } from './itemButtons';
import { onItemKeyDown } from './moveItem';
import {
  idsWithin,
  nameWithin,
  needsName,
  sharedLabels,
  SurroundingsContext,
  titleWithin,
  useSurroundings,
} from './names';
import { OnlyOneNote } from './onlyOneNote';
import { focusPlace, placeId, rendered, startsWith } from './places';
import { ProblemList } from './problemList';
import { member } from './roving';
import type { Change } from './state/formModel';
import { useGrowing } from './useGrowing';
import { fill } from './fill';

// A field can hold a list, and a list holds fields: they stand in one file because each needs the other.

interface RowProps extends FieldProps {
  /** Those of the field and of everything in it. */
  readonly problems: readonly FormProblem[];
  readonly change?: Change | undefined;
  /** Whether it is part of a list item. */
  readonly isSmall?: boolean;
  /** Another way to set it, beside its control. */
  readonly beside?: ComponentChildren;
}

/** One field with its label, its control and what is wrong with it. */
export function FieldRow({ isSmall = false, problems, change, beside, ...props }: RowProps) {
  const { words } = useForm();
  const { path, field, value } = props;
  const around = useSurroundings();
  const id = placeId(path);
  const own = ownProblems(problems, props);
  const needed = askedWords(words, field);
  const described = {
    description: hasWords(field),
    asked: needed !== '',
    change: change !== undefined,
    problems: own.length > 0,
  };
  const labelId = `${id}:label`;
  const labelledBy = idsWithin(around, field, labelId, `${id}:name`);
  const ids: ControlIds = {
    control: `${id}:control`,
    label: labelId,
    ...(labelledBy !== labelId && { labelledBy }),
    describedBy: Object.entries(described)
      .flatMap(([part, isThere]) => (isThere ? `${id}:${part}` : []))
      .join(' '),
    isInvalid: own.some(({ severity }) => severity === 'error'),
  };
  const isGroup = field.kind === 'list' && (value === undefined || value.kind === 'list');
  return (
    <div
      id={id}
      class={`field ${isSmall ? 'small' : ''} ${worst(own)} ${change ? 'is-changed' : ''}`}
      {...(isGroup && { role: 'group', 'aria-labelledby': labelledBy })}
      onKeyDown={openMenuByKey}
    >
      <div class="field-head">
        {isGroup ? (
          <span id={ids.label} class="label">
            {field.label}
          </span>
        ) : (
          <label id={ids.label} class="label" for={ids.control}>
            {field.label}
          </label>
        )}
        {field.label !== field.name && (!isSmall || needsName(around, field)) && (
          <code id={`${id}:name`} class={isSmall ? 'visually-hidden' : 'name'}>
            {field.name}
          </code>
        )}
        {needed !== '' && (
          <span id={`${id}:asked`} class="asked">
            {needed}
          </span>
        )}
      </div>
      <FieldWords id={`${id}:description`} field={field} isSmall={isSmall} />
      <div class={beside ? 'control with-beside' : 'control'}>
        <FieldControl {...props} problems={problems} ids={ids} isOptional={isSmall} />
        {beside}
      </div>
      {change && <ChangeNote id={`${id}:change`} change={change} name={field.name} />}
      <ProblemList id={`${id}:problems`} problems={own} name={nameWithin(around, field)} />
      <FieldMenu {...props} change={change} />
    </div>
  );
}

function askedWords(words: FormWords, { asked }: FormField): string {
  switch (asked?.how) {
    case 'required':
      return fill(words.requiredBy, asked.by);
    case 'oneOf':
      return fill(words.oneOfBy, asked.by);
    default:
      return '';
  }
}

/** The problems that no field inside this one shows. */
function ownProblems(problems: readonly FormProblem[], { path, field, value }: FieldProps): readonly FormProblem[] {
  if (field.kind !== 'list' || value?.kind !== 'list') return problems;
  return problems.filter((problem) => {
    const index = problem.path[path.length];
    return typeof index !== 'number' || index >= value.items.length;
  });
}

function worst(problems: readonly FormProblem[]): string {
  if (problems.some(({ severity }) => severity === 'error')) return 'has-error';
  return problems.some(({ severity }) => severity === 'warning') ? 'has-warning' : '';
}

interface FieldControlProps extends ControlProps {
  readonly problems: readonly FormProblem[];
  readonly isOptional: boolean;
}

/** The control for a field and its value. A value that does not fit its field is edited as JSON. */
function FieldControl({ isOptional, problems, ...props }: FieldControlProps) {
  const { field, value } = props;
  const [isHeld, hold] = useState(false);
  const asJson = <JsonControl {...props} hold={hold} />;
  if (value && isHeld) return asJson;
  if (value?.kind === 'null') return <NullControl {...props} />;
  if (value && !fieldFits(field, value)) return asJson;
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'textOrNumber':
      return <TextControl {...props} field={field} />;
    case 'secret':
      return <SecretControl {...props} field={field} />;
    case 'choice':
      return <ChoiceControl {...props} field={field} />;
    case 'boolean':
      return isOptional || value === undefined ? (
        <OptionalBooleanControl {...props} field={field} />
      ) : (
        <BooleanControl {...props} />
      );
    case 'list':
      return <ListControl {...props} field={field} problems={problems} />;
    default:
      return asJson;
  }
}

/** A list of objects or of single values, to add to, take from and order. */
function ListControl({
  path,
  field,
  value,
  ids,
  problems,
}: ControlProps<ListField> & { readonly problems: readonly FormProblem[] }) {
  const form = useForm();
  const { words } = form;
  const items = value?.kind === 'list' ? value.items : [];
  const shown = useGrowing(items.length);
  const byItem = Map.groupBy(problems, (problem) => problem.path[path.length]);
  const add = async () => {
    const index = items.length;
    if (!(await form.edit(path, { kind: 'insert', index, json: firstJson(field.item) }))) return;
    await rendered();
    focusPlace([...path, index]);
  };
  return (
    <div class="list" aria-busy={shown < items.length} data-roving="buttons">
      {items.length === 0 && <p class="hint">{value === undefined ? words.notSet : words.emptyArray}</p>}
      {items.length > 0 && (
        <ul role="list" data-roving="lines">
          {items.slice(0, shown).map((item, index) => (
            <ListItem
              key={form.items.keyOf(item)}
              path={[...path, index]}
              field={field.item}
              value={item}
              count={items.length}
              problems={byItem.get(index) ?? noProblems}
            />
          ))}
        </ul>
      )}
      <OnlyOneNote item={field.item} values={items} />
      <button
        type="button"
        id={ids.control}
        class="secondary add-item"
        aria-label={titleWithin(useSurroundings(), fill(words.addItem, field.item.label.toLowerCase()))}
        {...member('buttons')}
        data-default
        aria-describedby={ids.describedBy}
        onClick={() => void add()}
      >
        <Icon name="add" />
        {fill(words.addItem, field.item.label.toLowerCase())}
      </button>
    </div>
  );
}

const noProblems: readonly FormProblem[] = [];

interface ItemProps {
  readonly path: JsonPath;
  readonly field: FormField;
  readonly value: FormValue;
  readonly count: number;
  readonly problems: readonly FormProblem[];
}

/**
 * One item of a list: an object as a card of small fields, anything else in one line. An item that stays as it was is not
 * rendered again, so that a list of hundreds takes typing.
 */
function ListItem(props: ItemProps) {
  const { path, field, value, count, problems } = props;
  const isCard = field.kind === 'object' && value.kind === 'object';
  return useMemo(
    () => (isCard ? <ObjectItem {...props} field={field} value={value} /> : <SingleItem {...props} />),
    [placeId(path), field, value, count, problems.length === 0 ? '' : JSON.stringify(problems)],
  );
}

function ObjectItem({
  path,
  field,
  value,
  count,
  problems,
}: ItemProps & { readonly field: ObjectField; readonly value: FormObject }) {
  const form = useForm();
  const id = placeId(path);
  const around = useSurroundings();
  const label = titleOf(field, path);
  const title = titleWithin(around, label);
  const known = new Set(field.fields.map(({ name }) => name));
  const others = [...value.members]
    .filter(([name]) => !known.has(name))
    .map(([name, other]) => fieldOfValue(name, other));
  const fields = [...field.fields, ...others];
  const within = useMemo(
    () => ({ ids: `${around.ids} ${id}:label`.trim(), text: title, shared: sharedLabels(fields) }),
    [around, id, title, fields.map(({ name }) => name).join()],
  );
  const [first, absent] = shownFields(fields, value);
  const shown = new Set(first.map(({ name }) => name));
  const own = problems.filter((problem) => !shown.has(String(problem.path[path.length])));
  return (
    <li id={id} onKeyDown={(event) => onItemKeyDown(event, form, path, count)}>
      <div class="item card" role="group" aria-labelledby={`${id}:label`}>
        <div class="item-head">
          <span id={`${id}:label`} class="item-title">
            {label}
          </span>
          <ItemButtons path={path} field={field} title={title} count={count} />
        </div>
        <SurroundingsContext.Provider value={within}>
          <div class="control item-fields">
            {first.map((inner) => {
              const place = [...path, inner.name];
              return (
                <FieldRow
                  key={inner.name}
                  path={place}
                  field={inner}
                  value={value.members.get(inner.name)}
                  problems={problems.filter((problem) => startsWith(problem.path, place))}
                  isSmall
                />
              );
            })}
          </div>
          {form.canEdit.value && (
            <AddChips fields={absent.map((inner) => ({ path: [...path, inner.name], field: inner }))} kind="buttons" />
          )}
        </SurroundingsContext.Provider>
        <ProblemList id={`${id}:problems`} problems={own} name={title} />
      </div>
    </li>
  );
}

/** Beyond so many fields, those of an item that it does not have and that the account does not require are offered only. */
const maxOpenFields = 3;

/** The fields of an item to show, and those to offer. */
function shownFields(fields: readonly FormField[], { members }: FormObject): [FormField[], FormField[]] {
  const isOpen = (field: FormField, index: number) =>
    fields.length <= maxOpenFields || index < 2 || members.has(field.name) || field.asked?.how === 'required';
  return [fields.filter(isOpen), fields.filter((field, index) => !isOpen(field, index))];
}

function SingleItem({ path, field, value, count, problems }: ItemProps) {
  const form = useForm();
  const id = placeId(path);
  const title = titleWithin(useSurroundings(), titleOf(field, path));
  const ids = {
    control: `${id}:control`,
    label: `${id}:label`,
    describedBy: problems.length > 0 ? `${id}:problems` : '',
    isInvalid: problems.some(({ severity }) => severity === 'error'),
    member: 'lines',
  };
  return (
    <li id={id} class="item" onKeyDown={(event) => onItemKeyDown(event, form, path, count)}>
      <label id={ids.label} class="visually-hidden" for={ids.control}>
        {title}
      </label>
      <div class="item-line">
        <div class="control">
          <FieldControl path={path} field={field} value={value} problems={problems} ids={ids} isOptional={false} />
        </div>
        <ItemButtons path={path} field={field} title={title} count={count} />
      </div>
      <ProblemList id={`${id}:problems`} problems={problems} name={title} />
    </li>
  );
}

const titleOf = (field: FormField, path: JsonPath): string => `${field.label} ${Number(path.at(-1)) + 1}`;
