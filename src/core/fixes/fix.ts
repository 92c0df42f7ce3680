import type { JsonPath } from '../json/jsonPath';
import type { TextEdit } from '../json/textEdit';
import type { PlainValue } from '../rules/describedSchema';

/**
 * What a fix does, as data: the words are made at the edge. `json` is what is written, compact.
 *
 * - `changeValue`: another value in place of the one that is there
 * - `wrapInList`, `wrapInObject`: what is there becomes the item of a list, the first field of an object
 * - `takeItem`: the only item in place of its list
 * - `splitName`: the parts of a name become these fields
 * - `addField`: `json` is a value to be filled in; `allowed` are the values to choose from, when they are known
 * - `renameField`: `json` is the value as the field of the new name holds it, where that differs
 * - `moveToRemoteData`: an unknown field of the body becomes one of `remote_data`
 * - `moveField`: a field becomes the one at another path
 * - `keepThis`: this one of equal keys stays, the others go
 * - `joinHalves`: two halves of a character, spelled in different ways, become that character
 * - `spellSign`: the sign for an unknown character is meant, and spelled as an escape
 * - `makeArray`: users of one line each become an array
 * - `writeAsJson`: what another notation has there is spelled as JSON
 */
export type FixAction =
  | { readonly kind: 'changeValue' | 'wrapInList' | 'wrapInObject' | 'takeItem'; readonly json: string }
  | {
      readonly kind: 'addField';
      readonly field: string;
      readonly json: string;
      readonly allowed?: readonly PlainValue[];
    }
  | { readonly kind: 'splitName'; readonly fields: readonly string[] }
  | { readonly kind: 'renameField'; readonly field: string; readonly to: string; readonly json?: string }
  | { readonly kind: 'removeField' | 'moveToRemoteData' | 'keepThis' | 'removeThis'; readonly field: string }
  | { readonly kind: 'moveField'; readonly field: string; readonly to: JsonPath }
  | {
      readonly kind:
        | 'removeItem'
        | 'joinHalves'
        | 'removeHalf'
        | 'replaceHalf'
        | 'spellSign'
        | 'makeArray'
        | 'writeAsJson'
        | 'startUser';
    };

/** One way to mend one problem. */
export interface Fix {
  readonly action: FixAction;
  /** Whether it is what one would most likely do; of the fixes of one problem at most one is. */
  readonly preferred: boolean;
  /** Whether there are any changes, where that is told sooner than what they are. */
  readonly isPossible?: () => boolean;
  /** The changes of the text, in order and apart from each other; none where the text does not let it be done. */
  readonly edits: () => readonly TextEdit[];
}

/** Whether the text lets a fix be made. */
export const changesText = ({ isPossible, edits }: Fix): boolean => isPossible?.() ?? edits().length > 0;
