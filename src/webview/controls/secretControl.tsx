import { useState } from 'preact/hooks';
import type { ScalarField } from '../../core/form/fieldModel';
import { fill } from '../fill';
import { useForm } from '../formContext';
import { Icon } from '../icon';
import { nameWithin, useSurroundings } from '../names';
import { describedBy, DraftNote } from './draftNote';
import type { ControlProps } from './fieldProps';
import { draftHandlers, useDraft } from './useDraft';

/** A secret: hidden but while the eye is held down, by pointer or key. */
export function SecretControl({ path, field, value, ids }: ControlProps<ScalarField>) {
  const form = useForm();
  const { words } = form;
  const [isShown, show] = useState(false);
  const hold = fill(words.holdToShow, nameWithin(useSurroundings(), field));
  const current = value?.kind === 'text' ? value.text : undefined;
  const draft = useDraft({
    path,
    current,
    toJson: (typed) => JSON.stringify(typed),
    write: (json, at) => form.write(at, { kind: 'set', json }),
    isSecret: true,
  });
  const noteId = `${ids.control}-note`;
  const hide = () => show(false);
  return (
    <>
      <div class="with-button">
        <input
          id={ids.control}
          class="input"
          {...(isShown ? { type: 'text' as const } : { type: 'password' as const })}
          value={draft.typed.value ?? current ?? ''}
          placeholder={current === undefined ? words.notSet : words.emptyString}
          dir="auto"
          spellcheck={false}
          autocomplete="new-password"
          readOnly={!form.canEdit.value}
          aria-labelledby={ids.labelledBy}
          aria-describedby={describedBy(ids, draft, noteId)}
          aria-invalid={ids.isInvalid}
          {...draftHandlers(draft, true)}
        />
        <button
          type="button"
          class="icon-button"
          title={hold}
          aria-label={hold}
          aria-pressed={isShown}
          onPointerDown={() => show(true)}
          onPointerUp={hide}
          onPointerLeave={hide}
          onPointerCancel={hide}
          onBlur={hide}
          onKeyDown={(event) => {
            if (event.key === ' ' || event.key === 'Enter') show(true);
          }}
          onKeyUp={hide}
        >
          <Icon name="eye" />
        </button>
      </div>
      <DraftNote draft={draft} id={noteId} invalid={words.invalid} />
    </>
  );
}
