import { userSchema } from '../generated/userSchema';
import type { JsonPath } from '../problem';
import { fieldsOf, type FormField } from './fieldModel';

export interface FormSection {
  readonly id: 'profile' | 'contact' | 'access' | 'more' | 'request' | 'query';
  /** Whether its fields are part of the user, not of the request around it. */
  readonly isBody: boolean;
  readonly fields: readonly PlacedField[];
}

/** A field and where its value stands in the text. */
export interface PlacedField {
  readonly path: JsonPath;
  readonly field: FormField;
}

const grouped: Readonly<Record<'profile' | 'contact' | 'access', readonly string[]>> = {
  profile: ['id', 'name', 'first_name', 'last_name', 'username', 'password', 'title', 'status', 'user_type', 'languages', 'timezone', 'avatar', 'created_at'],
  contact: ['emails', 'phones', 'urls'],
  access: ['roles', 'groups', 'group', 'organizations', 'workspaces', 'licenses', 'licensed_sheet_creator'],
};

/** Keys of the text that are no fields of a user: `$truto` has a section of its own. */
export const reservedKeys: ReadonlySet<string> = new Set(['$truto', '$schema']);

/** The sections of the form, made from the schema: a field that no group names comes last before the request. */
export function userSections(): FormSection[] {
  const fields = fieldsOf(userSchema, userSchema.definitions);
  const body = new Map(fields.filter(({ name }) => !reservedKeys.has(name)).map((field) => [field.name, field]));
  const sections = Object.entries(grouped).map(([id, names]) => ({
    id: id as keyof typeof grouped,
    isBody: true,
    fields: names.flatMap((name) => {
      const field = body.get(name);
      body.delete(name);
      return field ? [{ path: [name], field }] : [];
    }),
  }));
  const rest = [...body.values()].map((field) => ({ path: [field.name], field }));
  const request = fieldsIn({ path: ['$truto'], field: fields.find(({ name }) => name === '$truto') });
  const isQuery = ({ field }: PlacedField) => field.kind === 'object';
  return [
    ...sections,
    { id: 'more', isBody: true, fields: rest },
    { id: 'request', isBody: false, fields: request.filter((placed) => !isQuery(placed)) },
    { id: 'query', isBody: false, fields: request.filter(isQuery).flatMap(fieldsIn) },
  ];
}

function fieldsIn({ path, field }: { readonly path: JsonPath; readonly field: FormField | undefined }): PlacedField[] {
  return field?.kind === 'object' ? field.fields.map((inner) => ({ path: [...path, inner.name], field: inner })) : [];
}
