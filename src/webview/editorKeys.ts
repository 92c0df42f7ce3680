import type { FormModel } from './state/formModel';

/**
 * Undo and redo are the document's, not those of the input that has the focus; saving waits for what was just typed.
 * The host learns that this is the form that keys are pressed in: VS Code does not tell it where there are several windows.
 * Handled before the host sees the keys, so that nothing is done twice.
 */
export function listenForEditorKeys(form: FormModel): void {
  document.addEventListener(
    'keydown',
    (event) => {
      // Begins a shortcut, maybe the one that closes the editor: after that nothing can be written any more.
      if (['Control', 'Meta', 'Alt', 'Escape'].includes(event.key)) {
        form.drafts.hasten();
        form.tellFocus();
      }
      // Done by the browser. VS Code would select all once more, later: the letter typed in between would be lost.
      if (letterOf(event) === 'a' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)
        event.stopImmediatePropagation();
      const verb = editorVerb(event);
      if (verb === undefined || (verb === 'save' && !form.isBehind)) return;
      if (verb !== 'save' && isUnfinishedText(form, event.target)) {
        event.stopImmediatePropagation();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      void form.runEditor(verb);
    },
    { capture: true },
  );
  window.addEventListener('focus', () => form.tellFocus());
  window.addEventListener('blur', () => void form.leave());
  // The context menu of an input undoes by this event.
  document.addEventListener(
    'beforeinput',
    (event) => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
      if (isUnfinishedText(form, event.target)) return;
      event.preventDefault();
      void form.runEditor(event.inputType === 'historyUndo' ? 'undo' : 'redo');
    },
    { capture: true },
  );
}

/** Whether lines are being typed that are no value yet: the browser undoes that step by step. */
const isUnfinishedText = (form: FormModel, target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement && form.drafts.focused?.isUnfinished === true;

/** The Latin letter of a key, in lower case; of a layout with other letters the one at that place. '' where it has none. */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  // Of Latin layouts the places differ: there a key of another sign is not the letter of its place.
  return (/^[\p{L}\p{M}]$/u.test(key) && /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()) || '';
}

function editorVerb(event: KeyboardEvent) {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  switch (letterOf(event)) {
    case 'z':
      return shiftKey ? 'redo' : 'undo';
    case 'y':
      return shiftKey ? undefined : 'redo';
    case 's':
      return shiftKey ? undefined : 'save';
    default:
      return undefined;
  }
}
