import { firstJson } from '../../core/form/fieldModel';
import { useForm } from '../formContext';
import { focusPlace } from '../places';
import type { ControlProps } from './fieldProps';

/** A field that is null: it says so, and takes a value on demand. */
export function NullControl({ path, field, ids }: ControlProps) {
  const form = useForm();
  const { words } = form;
  const enter = async () => {
    if (await form.edit(path, { kind: 'set', json: firstJson(field) })) await focusPlace(path);
  };
  return (
    <div class="null">
      <span class="null-value">null</span>
      <span class="hint">{words.nullHint}</span>
      <button
        type="button"
        id={ids.control}
        class="link"
        disabled={!form.canEdit.value}
        aria-labelledby={`${ids.labelledBy ?? ids.label} ${ids.control}`}
        aria-describedby={ids.describedBy}
        onClick={() => void enter()}
      >
        {words.enterValue}
      </button>
    </div>
  );
}
