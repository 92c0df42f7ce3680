import type { PlacedField } from '../core/form/userSections';
import { addPlaced } from './addPlaced';
import { useForm } from './formContext';
import { Icon } from './icon';
import { nameWithin, useSurroundings } from './names';
import { plainProse } from './prose';
import { member } from './roving';
import { fill } from './fill';

interface AddChipsProps {
  readonly fields: readonly PlacedField[];
  /** The kind of members that they are, of a group of their own where `title` names it. */
  readonly kind: string;
  readonly title?: string;
}

/** Fields that are not there, each to add with one press. */
export function AddChips({ fields, kind, title }: AddChipsProps) {
  const form = useForm();
  const { words } = form;
  const around = useSurroundings();
  if (fields.length === 0) return null;
  return (
    <ul
      class="chips"
      role="list"
      {...(title !== undefined && { 'aria-label': fill(words.addTo, title), 'data-roving': kind })}
    >
      {fields.map((placed) => (
        <li key={placed.path.join('/')}>
          <button
            type="button"
            class="add-chip"
            title={placed.field.description && plainProse(placed.field.description)}
            aria-label={fill(words.add, nameWithin(around, placed.field))}
            {...member(kind)}
            onClick={() => void addPlaced(form, placed)}
          >
            <Icon name="add" />
            {placed.field.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
