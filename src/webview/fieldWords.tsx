import type { FormField } from '../core/form/fieldModel';
import { Prose } from './prose';

interface FieldWordsProps {
  readonly id: string;
  readonly field: FormField;
  /** Of the fields of an item only those who do not see their list hear it at each. */
  readonly isSmall: boolean;
}

/** Whether anything is known of a field. */
export const hasWords = ({ description, note }: FormField): boolean => (description ?? note) !== undefined;

/** What a field means, which integrations know it, and what its values mean. */
export function FieldWords({ id, field, isSmall }: FieldWordsProps) {
  if (!hasWords(field)) return null;
  const { description, note } = field;
  const meanings = field.kind === 'choice' ? Object.entries(field.meanings ?? {}) : [];
  return (
    <div id={id} class={isSmall ? 'visually-hidden' : 'description'}>
      <p>
        <Prose text={[description, note].filter(Boolean).join(' ')} />
      </p>
      {meanings.length > 0 && (
        <ul role="list">
          {meanings.map(([value, meaning]) => (
            <li key={value}>
              <code>{value}</code>: <Prose text={meaning} />
            </li>
          ))}
        </ul>
      )}
      {!isSmall &&
        itemNotes(field).map(([labels, words]) => (
          <p key={labels}>
            {labels}: <Prose text={words} />
          </p>
        ))}
    </div>
  );
}

/** The notes of the fields that an item of a list has, each once, with the labels of all that it is about. */
function itemNotes(field: FormField): [string, string][] {
  const fields = field.kind === 'list' && field.item.kind === 'object' ? field.item.fields : [];
  const byNote = Map.groupBy(
    fields.filter(({ note }) => note !== undefined),
    ({ note }) => note ?? '',
  );
  return [...byNote].map(([note, same]) => [same.map(({ label }) => label).join(', '), note]);
}
