import type { Draft } from '../state/draft';
import { Icon } from '../icon';
import { words } from '../words';

/** Says why what was typed is not in the text. */
export function DraftNote({ draft, id, invalid }: { readonly draft: Draft; readonly id: string; readonly invalid: string }) {
  const state = draft.state.value;
  return (
    <div id={id} class="draft-note" role="status">
      {state !== 'fine' && (
        <p class="problem problem-error">
          <Icon name="error" />
          <span>{state === 'invalid' ? invalid : words.draftNotWritten}</span>
        </p>
      )}
    </div>
  );
}
