import { useState } from 'preact/hooks';
import type { BooleanField, ChoiceField } from '../../core/form/fieldModel';
import { formValueAt, type FormObject, type FormValue } from '../../core/form/formText';
import type { JsonPath } from '../../core/json/jsonPath';
import type { FormWords } from '../../protocol/formWords';
import { useForm } from '../formContext';
import { Icon } from '../icon';
import { fill } from '../fill';
import type { ControlProps } from './fieldProps';

interface Option {
  /** What the text says when this is chosen; undefined stands for a field that is not set. */
  readonly json: string | undefined;
  readonly label: string;
}

/** One of the documented values, or the one that the text has. A field that is not set says so. */
export function ChoiceControl(props: ControlProps<ChoiceField>) {
  const { path, field, value } = props;
  const form = useForm();
  const options: Option[] = field.choices.map((choice) => ({ json: JSON.stringify(choice), label: String(choice) }));
  const current = value?.kind === 'text' ? JSON.stringify(value.text) : value?.source;
  if (current !== undefined && !options.some(({ json }) => json === current)) {
    options.unshift({
      json: current,
      label: notListed(form.words, value?.kind === 'text' ? value.text : current, field.choicesOf),
    });
  }
  return (
    <Select {...props} options={options} current={current} write={(json) => form.edit(path, { kind: 'set', json })} />
  );
}

/** A value that is none of the choices; `integration` names whose choices they are. */
function notListed(words: FormWords, value: string, integration: string | undefined): string {
  if (value === '') return words.emptyString;
  return integration === undefined ? fill(words.notDocumented, value) : fill(words.notValueOf, value, integration);
}

/** Yes or no, where there is also neither. */
export function OptionalBooleanControl(props: ControlProps<BooleanField>) {
  const { path, field, value } = props;
  const form = useForm();
  const options = [
    { json: 'true', label: form.words.yes },
    { json: 'false', label: form.words.no },
  ];
  const write = async (json: string) => {
    if (!field.isOnlyOne || json !== 'true') return form.edit(path, { kind: 'set', json });
    const others =
      form.user && otherItems(form.user, path).some((item) => formValueAt(item, [field.name])?.source === 'true');
    const done = await form.edit(path, { kind: 'choose' });
    if (done && others) form.notice.value = fill(form.words.onlyOne, field.label);
    return done;
  };
  return (
    <Select
      {...props}
      options={options}
      current={value?.kind === 'boolean' ? String(value.on) : undefined}
      write={write}
    />
  );
}

/** The other items of the list that the item with this member is in. */
function otherItems(user: FormObject, path: JsonPath): readonly FormValue[] {
  const list = formValueAt(user, path.slice(0, -2));
  return list?.kind === 'list' ? list.items.filter((_, index) => index !== path.at(-2)) : [];
}

interface SelectProps extends ControlProps {
  readonly options: readonly Option[];
  readonly current: string | undefined;
  /** Writes the JSON that was chosen; resolves with whether that was done. */
  readonly write: (json: string) => Promise<boolean>;
}

function Select({ ids, options, current, write }: SelectProps) {
  const { words, canEdit } = useForm();
  const [, showAgain] = useState(0);
  const all = current === undefined ? [{ json: undefined, label: words.notSet }, ...options] : options;
  const choose = async (index: number) => {
    const json = all[index]?.json;
    const done = json === undefined || (await write(json));
    if (!done) showAgain((count) => count + 1);
  };
  return (
    <div class="select">
      <select
        id={ids.control}
        class={current === undefined ? 'input not-set' : 'input'}
        disabled={!canEdit.value}
        value={String(all.findIndex(({ json }) => json === current))}
        aria-labelledby={ids.labelledBy}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.isInvalid}
        onChange={(event) => void choose(event.currentTarget.selectedIndex)}
      >
        {all.map(({ json, label }, index) => (
          <option key={json ?? ''} value={String(index)}>
            {label}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </div>
  );
}
