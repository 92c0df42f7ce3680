import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FormField } from '../core/form/fieldModel';

/**
 * What a field is part of, so that no two controls have one name: the elements that name it, for `aria-labelledby`, and
 * the same as text. `shared` are the labels, in lower case, that several fields of the same place have.
 */
export interface Surroundings {
  readonly ids: string;
  readonly text: string;
  readonly shared: ReadonlySet<string>;
}

export const SurroundingsContext = createContext<Surroundings>({ ids: '', text: '', shared: new Set() });

export const useSurroundings = (): Surroundings => useContext(SurroundingsContext);

type Named = Pick<FormField, 'name' | 'label'>;

/** Whether a label alone does not tell which field is meant, and its name does. */
export const needsName = ({ shared }: Surroundings, { label, name }: Named): boolean =>
  label !== name && shared.has(label.toLowerCase());

/** The name of a field, such as `Email 2, Email address`. */
export function nameWithin(around: Surroundings, field: Named): string {
  const own = needsName(around, field) ? `${field.label} (${field.name})` : field.label;
  return titleWithin(around, own);
}

/** The name of an item or the like. */
export const titleWithin = ({ text }: Surroundings, title: string): string =>
  text === '' ? title : `${text}, ${title}`;

/** The elements whose texts together are the name of a field whose label and name are shown in these. */
export function idsWithin(around: Surroundings, field: Named, labelId: string, nameId: string): string {
  return [around.ids, labelId, needsName(around, field) ? nameId : ''].filter(Boolean).join(' ');
}

/** The labels that several of these fields have, those of their items included. */
export function sharedLabels(fields: readonly FormField[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const field of fields) {
    for (const { label } of field.kind === 'list' ? [field, field.item] : [field]) {
      const plain = label.toLowerCase();
      (seen.has(plain) ? shared : seen).add(plain);
    }
  }
  return shared;
}
