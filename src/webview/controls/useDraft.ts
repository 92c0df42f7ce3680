import { useEffect, useState } from 'preact/hooks';
import { useForm } from '../formContext';
import { Draft, type DraftField } from '../state/draft';

/** The draft of the field that a component shows. It goes when the component does. */
export function useDraft(field: DraftField): Draft {
  const { drafts } = useForm();
  const [draft] = useState(() => new Draft(drafts, field));
  draft.field = field;
  useEffect(() => () => draft.discard(), [draft]);
  return draft;
}

/** The event handlers of an input or textarea that shows a draft. */
export function draftHandlers(draft: Draft, isOneLine: boolean) {
  return {
    onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value, event.isComposing),
    onCompositionEnd: (event: CompositionEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value, false),
    onBlur: () => void draft.commit(),
    onKeyDown: (event: KeyboardEvent) => {
      if (isOneLine && event.key === 'Enter' && !event.isComposing) void draft.commit();
    },
  };
}
