import { useEffect, useState } from 'preact/hooks';
import { formValueAt } from '../../core/form/formText';
import { useForm } from '../formContext';
import { placeId } from '../places';
import type { Draft, DraftField } from '../state/draft';

/**
 * The draft of the field that a component shows. It goes with the field; where only the component goes, because its
 * section is closed or the value is shown in another way, it waits for the next one.
 */
export function useDraft(field: DraftField): Draft {
  const form = useForm();
  const [draft] = useState(() => form.drafts.of(field));
  draft.field = field;
  useEffect(() => form.drafts.moved(draft), [draft, placeId(field.path)]);
  useEffect(
    () => () => {
      if (!form.user || formValueAt(form.user, draft.field.path) === undefined) draft.discard();
    },
    [draft],
  );
  return draft;
}

/** The event handlers of an input or textarea that shows a draft. */
export function draftHandlers(draft: Draft, isOneLine: boolean) {
  return {
    onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value, event.isComposing),
    onCompositionEnd: (event: CompositionEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      draft.type(event.currentTarget.value),
    onBlur: () => void draft.commit(),
    onKeyDown: (event: KeyboardEvent) => {
      if (isOneLine && event.key === 'Enter' && !event.isComposing) void draft.commit();
    },
  };
}
