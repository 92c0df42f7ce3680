import type { FormField } from '../../core/form/fieldModel';
import type { FormValue } from '../../core/form/formText';
import type { JsonPath } from '../../core/json/jsonPath';

/** What a control is about. `value` is undefined where the text does not have the field. */
export interface FieldProps<Field extends FormField = FormField> {
  readonly path: JsonPath;
  readonly field: Field;
  readonly value: FormValue | undefined;
}

/** Element ids that tie a control to its label, description and problems. */
export interface ControlIds {
  readonly control: string;
  readonly label: string;
  /** Those that describe the control, ready for `aria-describedby`. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  /** Those that name the control, ready for `aria-labelledby`, where its label alone does not tell it from others. */
  readonly labelledBy?: string;
  /** The kind of member it is of a group of controls with one tab stop. */
  readonly member?: string;
}

export interface ControlProps<Field extends FormField = FormField> extends FieldProps<Field> {
  readonly ids: ControlIds;
}
