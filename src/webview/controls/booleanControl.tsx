import { useState } from 'preact/hooks';
import { useForm } from '../formContext';
import type { ControlProps } from './fieldProps';

/** Yes or no, for a field that is set. */
export function BooleanControl({ path, value, ids }: ControlProps) {
  const form = useForm();
  const { words } = form;
  const [, showAgain] = useState(0);
  const isOn = value?.kind === 'boolean' && value.on;
  const choose = async (on: boolean) => {
    if (!(await form.edit(path, { kind: 'set', json: String(on) }))) showAgain((count) => count + 1);
  };
  return (
    <label class="checkbox">
      <input
        id={ids.control}
        type="checkbox"
        checked={isOn}
        disabled={!form.canEdit.value}
        aria-labelledby={ids.labelledBy ?? ids.label}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.isInvalid}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
      <span>{isOn ? words.yes : words.no}</span>
    </label>
  );
}
