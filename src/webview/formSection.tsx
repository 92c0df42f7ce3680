import type { ComponentChildren } from 'preact';
import { formValueAt, type FormObject } from '../core/form/formText';
import type { FormSection, PlacedField } from '../core/form/userSections';
import { AddChips } from './addChips';
import { FieldRow } from './fieldRow';
import { useForm } from './formContext';
import { startsWith } from './places';

interface FieldsProps {
  readonly fields: readonly PlacedField[];
  readonly user: FormObject;
  readonly title: string;
  /** Another way to set a field, beside its control. */
  readonly beside?: (field: PlacedField) => ComponentChildren;
}

interface SectionProps extends Omit<FieldsProps, 'title' | 'beside'> {
  readonly id: Exclude<FormSection['id'], 'request'> | 'other';
}

/** The fields of a section of the user under its heading. */
export function Section({ id, fields, user }: SectionProps) {
  const form = useForm();
  const { words } = form;
  if (!form.canEdit.value && !fields.some((placed) => isShownField(placed, fields, user))) return null;
  const title = {
    profile: words.sectionProfile,
    contact: words.sectionContact,
    access: words.sectionAccess,
    more: words.sectionMore,
    other: words.sectionOther,
  }[id];
  return (
    <section class="section" aria-labelledby={`section-${id}`}>
      <h2 id={`section-${id}`}>{title}</h2>
      {id === 'other' && <p class="section-description">{words.sectionOtherHint}</p>}
      <PlacedFields fields={fields} user={user} title={title} />
    </section>
  );
}

/** Whether a field has a place among its like: the user has it, or the account requires it. */
export function isShownField({ path, field }: PlacedField, among: readonly PlacedField[], user: FormObject): boolean {
  if (formValueAt(user, path) !== undefined || field.asked?.how === 'required') return true;
  return (
    field.asked?.how === 'oneOf' &&
    !among.some((other) => other.field.asked?.how === 'oneOf' && formValueAt(user, other.path) !== undefined)
  );
}

/** The fields that the user has or that the account requires, and the others to add. */
export function PlacedFields({ fields, user, title, beside }: FieldsProps) {
  const form = useForm();
  const problems = form.problems.value;
  const shown = fields.filter((placed) => isShownField(placed, fields, user));
  const absent = form.canEdit.value ? fields.filter((placed) => !shown.includes(placed)) : [];
  return (
    <>
      {shown.map(({ path, field }) => (
        <FieldRow
          key={path.join('/')}
          path={path}
          field={field}
          value={formValueAt(user, path)}
          problems={problems.filter((problem) => startsWith(problem.path, path))}
          beside={beside?.({ path, field })}
          change={path.length === 1 ? form.changes.value.get(field.name) : undefined}
        />
      ))}
      <AddChips fields={absent} kind="chips" title={title} />
    </>
  );
}
