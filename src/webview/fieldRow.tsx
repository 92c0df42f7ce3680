import { fieldFits, fieldOfValue, firstJson, type FormField, type ListField, type ObjectField } from '../core/form/fieldModel';
import type { FormObject, FormValue } from '../core/form/formText';
import type { JsonPath } from '../core/problem';
import type { FormProblem } from '../protocol/formMessages';
import { BooleanControl } from './controls/booleanControl';
import { ChoiceControl, OptionalBooleanControl } from './controls/choiceControl';
import type { ControlIds, ControlProps, FieldProps } from './controls/fieldProps';
import { JsonControl } from './controls/jsonControl';
import { NullControl } from './controls/nullControl';
import { SecretControl } from './controls/secretControl';
import { TextControl } from './controls/textControl';
import { FieldMenu } from './fieldMenu';
import { useForm } from './formContext';
import { Icon } from './icon';
import { ItemButtons } from './itemButtons';
import { focusPlace, placeId, rendered, startsWith } from './places';
import { ProblemList } from './problemList';
import { Prose } from './prose';
import { words } from './words';

// A field can hold a list, and a list holds fields: they stand in one file because each needs the other.

/** One field with its label, its control and what is wrong with it. `isSmall`: as part of a list item. */
export function FieldRow({ isSmall = false, ...props }: FieldProps & { readonly isSmall?: boolean }) {
  const { path, field, value } = props;
  const form = useForm();
  const id = placeId(path);
  const problems = ownProblems(form.problems.value, props);
  const ids: ControlIds = {
    control: `${id}:control`,
    label: `${id}:label`,
    describedBy: [field.description !== undefined && `${id}:description`, problems.length > 0 && `${id}:problems`].filter((part) => part !== false).join(' '),
    isInvalid: problems.some(({ severity }) => severity === 'error'),
  };
  const isGroup = value?.kind === 'list' && field.kind === 'list';
  return (
    <div id={id} class={`field ${isSmall ? 'small' : ''} ${worst(problems)}`} {...(isGroup && { role: 'group', 'aria-labelledby': ids.label })}>
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
        {!isSmall && field.label !== field.name && <code class="name">{field.name}</code>}
        {(value !== undefined || !isSmall) && <FieldMenu {...props} />}
      </div>
      {field.description !== undefined && (
        <p id={`${id}:description`} class={isSmall ? 'visually-hidden' : 'description'}>
          <Prose text={field.description} />
        </p>
      )}
      <div class="control">
        <FieldControl {...props} ids={ids} isOptional={isSmall} />
      </div>
      <ProblemList id={`${id}:problems`} problems={problems} />
    </div>
  );
}

/** The problems that no field inside this one shows. */
function ownProblems(problems: readonly FormProblem[], { path, field, value }: FieldProps): FormProblem[] {
  const here = problems.filter((problem) => startsWith(problem.path, path));
  if (field.kind !== 'list' || value?.kind !== 'list') return here;
  return here.filter((problem) => {
    const index = problem.path[path.length];
    return typeof index !== 'number' || index >= value.items.length;
  });
}

function worst(problems: readonly FormProblem[]): string {
  if (problems.some(({ severity }) => severity === 'error')) return 'has-error';
  return problems.some(({ severity }) => severity === 'warning') ? 'has-warning' : '';
}

/** The control for a field and its value. A value that does not fit its field is edited as JSON. */
function FieldControl({ isOptional, ...props }: ControlProps & { readonly isOptional: boolean }) {
  const { field, value } = props;
  if (value?.kind === 'null') return <NullControl {...props} />;
  if (value && !fieldFits(field, value)) return <JsonControl {...props} />;
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
      return isOptional ? <OptionalBooleanControl {...props} /> : <BooleanControl {...props} />;
    case 'list':
      return <ListControl {...props} field={field} />;
    default:
      return <JsonControl {...props} />;
  }
}

/** A list of objects or of single values, to add to, take from and order. */
function ListControl({ path, field, value, ids }: ControlProps<ListField>) {
  const form = useForm();
  const items = value?.kind === 'list' ? value.items : [];
  const add = async () => {
    const index = items.length;
    if (!(await form.edit(path, { kind: 'insert', index, json: firstJson(field.item) }))) return;
    await rendered();
    focusPlace([...path, index]);
  };
  return (
    <div class="list">
      {items.length === 0 && <p class="hint">{words.emptyList}</p>}
      <ul role="list">
        {items.map((item, index) => (
          <ListItem key={form.items.keyOf(item)} path={[...path, index]} field={field.item} value={item} count={items.length} />
        ))}
      </ul>
      <button type="button" id={ids.control} class="secondary add-item" aria-describedby={ids.describedBy} onClick={() => void add()}>
        <Icon name="add" />
        {words.addItem(field.item.label)}
      </button>
    </div>
  );
}

interface ItemProps {
  readonly path: JsonPath;
  readonly field: FormField;
  readonly value: FormValue;
  readonly count: number;
}

/** One item of a list: an object as a card of small fields, anything else in one line. */
function ListItem(props: ItemProps) {
  const { field, value } = props;
  return field.kind === 'object' && value.kind === 'object' ? <ObjectItem {...props} field={field} value={value} /> : <SingleItem {...props} />;
}

function ObjectItem({ path, field, value, count }: ItemProps & { readonly field: ObjectField; readonly value: FormObject }) {
  const form = useForm();
  const id = placeId(path);
  const title = titleOf(field, path);
  const known = new Set(field.fields.map(({ name }) => name));
  const others = [...value.members].filter(([name]) => !known.has(name)).map(([name, other]) => fieldOfValue(name, other));
  const fields = [...field.fields, ...others];
  const shown = new Set(fields.map(({ name }) => name));
  const problems = form.problems.value.filter((problem) => startsWith(problem.path, path) && !shown.has(String(problem.path[path.length])));
  return (
    <li id={id} class="item card" role="group" aria-labelledby={`${id}:label`}>
      <div class="item-head">
        <span id={`${id}:label`} class="item-title">
          {title}
        </span>
        <ItemButtons path={path} title={title} count={count} />
      </div>
      <div class="control item-fields">
        {fields.map((inner) => (
          <FieldRow key={inner.name} path={[...path, inner.name]} field={inner} value={value.members.get(inner.name)} isSmall />
        ))}
      </div>
      <ProblemList id={`${id}:problems`} problems={problems} />
    </li>
  );
}

function SingleItem({ path, field, value, count }: ItemProps) {
  const form = useForm();
  const id = placeId(path);
  const title = titleOf(field, path);
  const problems = form.problems.value.filter((problem) => startsWith(problem.path, path));
  const ids = {
    control: `${id}:control`,
    label: `${id}:label`,
    describedBy: problems.length > 0 ? `${id}:problems` : '',
    isInvalid: problems.some(({ severity }) => severity === 'error'),
  };
  return (
    <li id={id} class="item">
      <label id={ids.label} class="visually-hidden" for={ids.control}>
        {title}
      </label>
      <div class="item-line">
        <div class="control">
          <FieldControl path={path} field={field} value={value} ids={ids} isOptional={false} />
        </div>
        <ItemButtons path={path} title={title} count={count} />
      </div>
      <ProblemList id={`${id}:problems`} problems={problems} />
    </li>
  );
}

const titleOf = (field: FormField, path: JsonPath): string => words.item(field.label, Number(path.at(-1)));
