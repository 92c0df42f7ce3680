import { useEffect, useState } from 'preact/hooks';
import { useForm } from '../formContext';
import type { Draft, DraftField } from '../state/draft';

/**
 * The draft of the field that a component shows. It goes with the field; where only the component goes, because its
 * section is closed or the value is shown in another way, it waits for the next one.
 */
export function useDraft(field: DraftField): Draft {
  const form = useForm();
  const [draft] = useState(() => form.drafts.of(field));
  draft.field = field;
  useEffect(() => {
    draft.isShown = true;
    return () => {
      draft.isShown = false;
      form.takeBackGone();
    };
  }, [draft]);
  return draft;
}

/** The event handlers of an input or textarea that shows a draft. */
export function draftHandlers(draft: Draft, isOneLine: boolean) {
  return {
    onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value, event.isComposing),
    onCompositionEnd: (event: CompositionEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value),
    onFocus: () => draft.enter(),
    onBlur: () => draft.leave(),
    onKeyDown: (event: KeyboardEvent) => {
      if (isOneLine && event.key === 'Enter' && !event.isComposing) void draft.commit();
    },
  };
}
