import { formValueAt, type FormObject } from '../core/form/formText';
import type { FormSection, PlacedField } from '../core/form/userSections';
import type { FormWords } from '../protocol/formWords';
import { addPlaced } from './addPlaced';
import { FieldRow } from './fieldRow';
import { useForm } from './formContext';
import { Icon } from './icon';
import { startsWith } from './places';
import { plainProse } from './prose';
import { fill } from './fill';

export interface SectionProps {
  readonly id: FormSection['id'] | 'other';
  readonly fields: readonly PlacedField[];
  readonly user: FormObject;
}

/** The fields of a section that the user has or that the account requires, and the others to add. */
export function Section({ id, fields, user }: SectionProps) {
  const form = useForm();
  const { words } = form;
  const { title, description } = sectionWords(words, id);
  const problems = form.problems.value;
  const all = fields.map((placed) => ({ ...placed, value: formValueAt(user, placed.path) }));
  const hasOneOf = all.some(({ field, value }) => field.asked?.how === 'oneOf' && value !== undefined);
  const isShown = ({ field, value }: (typeof all)[number]) =>
    value !== undefined || field.asked?.how === 'required' || (field.asked?.how === 'oneOf' && !hasOneOf);
  const shown = all.filter(isShown);
  const absent = form.canEdit.value ? all.filter((placed) => !isShown(placed)) : [];
  if (absent.length === 0 && shown.length === 0) return null;
  return (
    <section class="section" aria-labelledby={`section-${id}`}>
      <h2 id={`section-${id}`}>{title}</h2>
      {description !== '' && <p class="section-description">{description}</p>}
      {shown.map(({ path, field, value }) => (
        <FieldRow
          key={path.join('/')}
          path={path}
          field={field}
          value={value}
          problems={problems.filter((problem) => startsWith(problem.path, path))}
          change={path.length === 1 ? form.changes.value.get(field.name) : undefined}
        />
      ))}
      {absent.length > 0 && (
        <ul class="chips" role="list" aria-label={fill(words.addTo, title)}>
          {absent.map((placed) => (
            <li key={placed.path.join('/')}>
              <button
                type="button"
                class="add-chip"
                title={placed.field.description && plainProse(placed.field.description)}
                aria-label={fill(words.add, placed.field.label)}
                onClick={() => void addPlaced(form, placed)}
              >
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

function sectionWords(
  words: FormWords,
  id: SectionProps['id'],
): { readonly title: string; readonly description: string } {
  switch (id) {
    case 'request':
      return { title: words.sectionRequest, description: words.sectionRequestHint };
    case 'profile':
      return { title: words.sectionProfile, description: '' };
    case 'contact':
      return { title: words.sectionContact, description: '' };
    case 'access':
      return { title: words.sectionAccess, description: '' };
    case 'more':
      return { title: words.sectionMore, description: '' };
    case 'other':
      return { title: words.sectionOther, description: words.sectionOtherHint };
  }
}
