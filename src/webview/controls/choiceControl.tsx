import { useState } from 'preact/hooks';
import type { ChoiceField } from '../../core/form/fieldModel';
import { useForm } from '../formContext';
import { Icon } from '../icon';
import { words } from '../words';
import type { ControlProps } from './fieldProps';

interface Option {
  /** What the text says when this is chosen; undefined stands for a field that is not set. */
  readonly json: string | undefined;
  readonly label: string;
}

/** One of the documented values, or the one that the text has. A field that is not set says so. */
export function ChoiceControl(props: ControlProps<ChoiceField>) {
  const { field, value } = props;
  const options: Option[] = field.choices.map((choice) => ({ json: JSON.stringify(choice), label: choice }));
  if (value?.kind === 'text' && !field.choices.includes(value.text)) options.unshift({ json: JSON.stringify(value.text), label: words.undocumented(value.text) });
  return <Select {...props} options={options} current={value?.kind === 'text' ? JSON.stringify(value.text) : undefined} />;
}

/** Yes or no, where there is also neither. */
export function OptionalBooleanControl(props: ControlProps) {
  const { value } = props;
  const options = [{ json: 'true', label: words.yes }, { json: 'false', label: words.no }];
  return <Select {...props} options={options} current={value?.kind === 'boolean' ? String(value.on) : undefined} />;
}

function Select({ path, ids, options, current }: ControlProps & { readonly options: readonly Option[]; readonly current: string | undefined }) {
  const form = useForm();
  const [, showAgain] = useState(0);
  const all = current === undefined ? [{ json: undefined, label: words.notSet }, ...options] : options;
  const choose = async (index: number) => {
    const json = all[index]?.json;
    const done = json === undefined || (await form.edit(path, { kind: 'set', json }));
    if (!done) showAgain((count) => count + 1);
  };
  return (
    <div class="select">
      <select
        id={ids.control}
        class={current === undefined ? 'input not-set' : 'input'}
        value={String(all.findIndex(({ json }) => json === current))}
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
