import { isWriteOnly } from '../core/schema/schemaAt';
import { shownMember } from '../core/secrets/shown';
import { useForm } from './formContext';
import type { Change } from './state/formModel';

/** Of a longer value the rest is in the tooltip; of a much longer one the preview tells. */
const maxShownLength = 120;
const maxTitleLength = 2000;

/** Says that a field differs from the live user, and what the live user has; of a secret, only that it does. */
export function ChangeNote({
  id,
  change,
  name,
}: {
  readonly id: string;
  readonly change: Change;
  readonly name: string;
}) {
  const { words } = useForm();
  const was = change.json === undefined ? '' : shownMember(name, change.json).text;
  return (
    <p id={id} class="change" {...(was.length > maxShownLength && { title: shortened(was, maxTitleLength) })}>
      <span class="change-mark">{words.changed}</span>
      {change.json === undefined ? (
        <span>{isWriteOnly(name) ? words.neverRead : words.notLive}</span>
      ) : (
        <span>
          {words.was} <code dir="auto">{shortened(was, maxShownLength)}</code>
        </span>
      )}
    </p>
  );
}

const shortened = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;
