import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { choiceResourceAt } from '../core/form/choices';
import { fieldFits, firstJson, type FormField, type ListField, type ObjectField } from '../core/form/fieldModel';
import type { FormObject, FormValue } from '../core/form/formText';
import type { JsonPath } from '../core/json/jsonPath';
import type { FormProblem } from '../protocol/formMessages';
import { AddChips } from './addChips';
import { ChangeNote } from './changeNote';
import { BooleanControl } from './controls/booleanControl';
import { ChoiceControl, OptionalBooleanControl } from './controls/choiceControl';
import type { ControlIds, ControlProps, FieldProps } from './controls/fieldProps';
import { JsonControl, type Hold } from './controls/jsonControl';
import { NullControl } from './controls/nullControl';
import { SecretControl } from './controls/secretControl';
import { TextControl } from './controls/textControl';
import { askedWords, FieldHead } from './fieldHead';
import { FieldMenu } from './fieldMenu';
import { FieldWords, hasWords } from './fieldWords';
import { useForm } from './formContext';
import { fieldsWithin, foldedText } from './foldedText';
import { Icon } from './icon';
import { ItemButtons } from './itemButtons';
import { KeptNodes } from './keptNodes';
import { onItemKeyDown } from './moveItem';
import { useFolded, useNearItems, type NearItems } from './nearItems';
import { idsWithin, nameWithin, sharedLabels, SurroundingsContext, titleWithin, useSurroundings } from './names';
import { OnlyOneNote } from './onlyOneNote';
import { focusFolded, focusPlace, placeId, startsWith } from './places';
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

/**
 * One field with its label, its control and what is wrong with it. One that stays as it was is not rendered again: a change
 * renders the rows that it is about.
 */
export function FieldRow(props: RowProps) {
  const { path, field, value, problems, change } = props;
  return useMemo(
    () => <Row {...props} />,
    [placeId(path), field, value, problemsKey(problems), change && (change.json ?? true)],
  );
}

function Row({ isSmall = false, problems, change, beside, ...props }: RowProps) {
  const { words } = useForm();
  const { path, field, value } = props;
  const around = useSurroundings();
  const id = placeId(path);
  const own = ownProblems(problems, props);
  const described = {
    description: hasWords(field),
    asked: askedWords(words, field) !== '',
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
    >
      <FieldHead id={id} field={field} isSmall={isSmall} isGroup={isGroup} />
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

/** What tells some problems from others. */
const problemsKey = (problems: readonly FormProblem[]): string =>
  problems.length === 0 ? '' : JSON.stringify(problems);

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
function FieldControl(props: FieldControlProps) {
  const { drafts } = useForm();
  const [isHeld, hold] = useState(false);
  const control = controlOf(props, isHeld, hold);
  useEffect(() => {
    if (!typedInto.has(control.type)) drafts.takeBack(props.path);
  }, [control.type]);
  return control;
}

/** The controls that show what was typed and is not in the text. */
const typedInto: ReadonlySet<unknown> = new Set([TextControl, SecretControl, JsonControl]);

function controlOf({ isOptional, problems, ...props }: FieldControlProps, isHeld: boolean, hold: Hold) {
  const { field, value } = props;
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
  const near = useNearItems(items.length);
  const id = placeId(path);
  const kept = useState(() => new KeptNodes<VNode>())[0];
  useLayoutEffect(() => kept.end());
  const title = fill(words.addItem, field.item.label.toLowerCase());
  const add = async () => {
    const index = items.length;
    const op = { kind: 'insert', index, json: firstJson(field.item) } as const;
    if (await form.edit(path, op)) await focusPlace([...path, index]);
  };
  return (
    <div class="list" aria-busy={shown < items.length} data-roving="buttons">
      {items.length === 0 && <p class="hint">{value === undefined ? words.notSet : words.emptyArray}</p>}
      {items.length > 0 && (
        <ul
          role="list"
          data-roving="lines"
          onKeyDown={(event) => onItemKeyDown(event, form, path)}
          {...(near && {
            onBeforeMatch: near.open,
            onFocusIn: ({ target }) => void focusFolded(target, path),
          })}
        >
          {items.slice(0, shown).map((item, index) => {
            const found = byItem.get(index) ?? noProblems;
            const key = form.items.keyOf(item);
            const isLast = index === items.length - 1;
            return kept.of(key, [id, index, field.item, item, isLast, near, problemsKey(found)], () => (
              <ListItem
                key={key}
                path={[...path, index]}
                field={field.item}
                value={item}
                isLast={isLast}
                near={near}
                problems={found}
              />
            ));
          })}
        </ul>
      )}
      <OnlyOneNote item={field.item} values={items} />
      <button
        type="button"
        id={ids.control}
        class="secondary add-item"
        aria-label={titleWithin(useSurroundings(), title)}
        {...member('buttons')}
        disabled={!form.canEdit.value}
        data-default
        aria-describedby={ids.describedBy}
        onClick={() => void add()}
      >
        <Icon name="add" />
        {title}
      </button>
    </div>
  );
}

const noProblems: readonly FormProblem[] = [];

interface ItemProps {
  readonly path: JsonPath;
  readonly field: FormField;
  readonly value: FormValue;
  readonly isLast: boolean;
  readonly problems: readonly FormProblem[];
  /** Where the list is long. */
  readonly near?: NearItems | undefined;
}

/**
 * One item of a list: an object as a card of small fields, anything else in one line, and far from what is in sight a line
 * of text. An item that stays as it was is not rendered again, so that a list of hundreds takes typing.
 */
function ListItem(props: ItemProps) {
  const { path, field, value, isLast, problems, near } = props;
  const ref = useRef<HTMLLIElement>(null);
  const height = useFolded(ref, near, path);
  const id = placeId(path);
  const isCard = field.kind === 'object' && value.kind === 'object';
  return useMemo(
    () =>
      height === undefined ? (
        <li id={id} ref={ref} class={isCard ? '' : 'item'}>
          {isCard ? <ObjectItem {...props} field={field} value={value} /> : <SingleItem {...props} />}
        </li>
      ) : (
        <li
          id={id}
          ref={ref}
          class={isCard ? 'folded card' : 'folded'}
          style={{ height: height || undefined }}
          // A single value is part of one tab stop with the others.
          tabIndex={isCard ? 0 : -1}
        >
          {foldedText(titleOf(field, path), field, value, problems)}
        </li>
      ),
    [id, field, value, isLast, problemsKey(problems), height],
  );
}

function ObjectItem({
  path,
  field,
  value,
  isLast,
  problems,
}: ItemProps & { readonly field: ObjectField; readonly value: FormObject }) {
  const form = useForm();
  const id = placeId(path);
  const around = useSurroundings();
  const label = titleOf(field, path);
  const title = titleWithin(around, label);
  const fields = fieldsWithin(field.fields, value);
  const within = useMemo(
    () => ({ ids: `${around.ids} ${id}:label`.trim(), text: title, shared: sharedLabels(fields) }),
    [around, id, title, fields.map(({ name }) => name).join()],
  );
  const [first, absent] = shownFields(fields, value);
  const shown = new Set(first.map(({ name }) => name));
  const own = problems.filter((problem) => !shown.has(String(problem.path[path.length])));
  return (
    <div class="item card" role="group" aria-labelledby={`${id}:label`}>
      <div class="item-head">
        <span id={`${id}:label`} class="item-title">
          {label}
        </span>
        <ItemButtons path={path} field={field} title={title} isLast={isLast} />
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
                beside={inner.name === 'id' && choiceResourceAt(path) && <PickButton path={path} title={title} />}
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
  );
}

/** What the account has is rather picked than typed. */
function PickButton({ path, title }: { readonly path: JsonPath; readonly title: string }) {
  const form = useForm();
  const label = fill(form.words.pickFor, title);
  return (
    <button
      type="button"
      class="secondary"
      aria-label={label}
      title={label}
      {...member('buttons')}
      disabled={!form.canEdit.value}
      onClick={() => void form.pick(path)}
    >
      {form.words.pick}
    </button>
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

function SingleItem({ path, field, value, isLast, problems }: ItemProps) {
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
    <>
      <label id={ids.label} class="visually-hidden" for={ids.control}>
        {title}
      </label>
      <div class="item-line">
        <div class="control">
          <FieldControl path={path} field={field} value={value} problems={problems} ids={ids} isOptional={false} />
        </div>
        <ItemButtons path={path} field={field} title={title} isLast={isLast} />
      </div>
      <ProblemList id={`${id}:problems`} problems={problems} name={title} />
    </>
  );
}

const titleOf = (field: FormField, path: JsonPath): string => `${field.label} ${Number(path.at(-1)) + 1}`;
