import { formValueAt, type FormObject } from '../core/form/formText';
import type { PlacedField } from '../core/form/userSections';
import { addPlaced } from './addPlaced';
import { FieldRow } from './fieldRow';
import { useForm } from './formContext';
import { Icon } from './icon';
import { plainProse } from './prose';
import { words } from './words';

export interface SectionProps {
  readonly id: keyof typeof words.sections;
  readonly fields: readonly PlacedField[];
  readonly user: FormObject;
}

/** The fields of a section that the user has, and the others to add. */
export function Section({ id, fields, user }: SectionProps) {
  const form = useForm();
  const { title, description } = words.sections[id];
  const all = fields.map((placed) => ({ ...placed, value: formValueAt(user, placed.path) }));
  const absent = form.canEdit.value ? all.filter(({ value }) => value === undefined) : [];
  if (absent.length === 0 && all.every(({ value }) => value === undefined)) return null;
  return (
    <section class="section" aria-labelledby={`section-${id}`}>
      <h2 id={`section-${id}`}>{title}</h2>
      {description !== '' && <p class="section-description">{description}</p>}
      {all.map(({ path, field, value }) => value !== undefined && <FieldRow key={path.join('/')} path={path} field={field} value={value} />)}
      {absent.length > 0 && (
        <ul class="chips" role="list" aria-label={words.addTo(title)}>
          {absent.map((placed) => (
            <li key={placed.path.join('/')}>
              <button type="button" class="add-chip" title={placed.field.description && plainProse(placed.field.description)} aria-label={words.add(placed.field.label)} onClick={() => void addPlaced(form, placed)}>
                <Icon name="add" />
                {placed.field.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
