import type { Draft } from '../state/draft';
import { useForm } from '../formContext';
import { Icon } from '../icon';
import type { ControlIds } from './fieldProps';

/** Says why what was typed is not in the text. */
export function DraftNote({
  draft,
  id,
  invalid,
}: {
  readonly draft: Draft;
  readonly id: string;
  readonly invalid: string;
}) {
  const { words } = useForm();
  const state = draft.state.value;
  if (state === 'fine') return null;
  return (
    <p id={id} class="draft-note problem problem-error" role="alert">
      <Icon name="error" />
      <span>{state === 'invalid' ? invalid : words.draftNotWritten}</span>
    </p>
  );
}

/** What describes a control, with the note that tells of its draft where there is one. */
export function describedBy(ids: ControlIds, draft: Draft, noteId: string): string {
  return draft.state.value === 'fine' ? ids.describedBy : `${ids.describedBy} ${noteId}`;
}
