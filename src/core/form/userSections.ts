import { userSchema } from '../schema/generated/userSchema';
import type { AccountRules } from '../rules/accountRules';
import type { JsonPath } from '../json/jsonPath';
import { fieldsOf, type FormField } from './fieldModel';
import { ruledFields } from './ruledFields';

export interface FormSection {
  readonly id: 'request' | 'profile' | 'contact' | 'access' | 'more';
  readonly fields: readonly PlacedField[];
}

/** A field and where its value stands in the text. */
export interface PlacedField {
  readonly path: JsonPath;
  readonly field: FormField;
}

/** What an account asks, as far as a form shows it. */
export type FormRules = Pick<AccountRules, 'integration' | 'body' | 'query' | 'queryOneOf'>;

const grouped: Readonly<Record<'profile' | 'contact' | 'access', readonly string[]>> = {
  profile: [
    'id',
    'name',
    'first_name',
    'last_name',
    'username',
    'password',
    'title',
    'status',
    'user_type',
    'languages',
    'timezone',
    'avatar',
    'created_at',
  ],
  contact: ['emails', 'phones', 'urls'],
  access: ['roles', 'groups', 'group', 'organizations', 'workspaces', 'licenses', 'licensed_sheet_creator'],
};

const fields = fieldsOf(userSchema, userSchema.definitions);

/** Keys of the text that are no fields of a user: `$truto` has a section of its own. */
export const reservedKeys: ReadonlySet<string> = new Set(['$truto', '$schema']);

/** Every request carries these; they stand in `$truto` itself. */
const alwaysSent: ReadonlySet<string> = new Set(['id', 'integrated_account_id']);

/**
 * The sections of the form, made from the schema and from what the account asks. A field that no group names comes last.
 */
export function userSections(rules?: FormRules): FormSection[] {
  const known = fields.filter(({ name }) => !reservedKeys.has(name));
  const all = rules ? ruledFields(known, rules.body, rules.integration) : known;
  const body = new Map(all.filter(({ name }) => !reservedKeys.has(name)).map((field) => [field.name, field]));
  const sections = Object.entries(grouped).map(([id, names]) => ({
    id: id as keyof typeof grouped,
    fields: names.flatMap((name) => {
      const field = body.get(name);
      body.delete(name);
      return field ? [{ path: [name], field }] : [];
    }),
  }));
  const rest = [...body.values()].map((field) => ({ path: [field.name], field }));
  return [{ id: 'request', fields: requestFields(rules) }, ...sections, { id: 'more', fields: rest }];
}

/** Account and user, and the parameters of the request; those that the account needs come first. */
function requestFields(rules: FormRules | undefined): PlacedField[] {
  const request = fieldsIn(
    ['$truto'],
    fields.find(({ name }) => name === '$truto'),
  );
  const query = request.find(({ field }) => field.name === 'query');
  const parameters = fieldsIn(['$truto', 'query'], query?.field).map(({ field }) => field);
  const ruled = rules
    ? ruledFields(parameters, rules.query, rules.integration).filter(({ name }) => !alwaysSent.has(name))
    : parameters;
  const asked = ruled.map((field) =>
    rules?.queryOneOf.includes(field.name) && !field.asked
      ? { ...field, asked: { by: rules.integration, how: 'oneOf' as const } }
      : field,
  );
  const needed = asked.filter(isNeeded);
  const ordered = [...needed, ...asked.filter((field) => !isNeeded(field))];
  return [
    ...request.filter((placed) => placed !== query),
    ...ordered.map((field) => ({ path: ['$truto', 'query', field.name], field })),
  ];
}

const isNeeded = ({ asked }: FormField): boolean => asked !== undefined && asked.how !== 'own';

function fieldsIn(path: JsonPath, field: FormField | undefined): PlacedField[] {
  return field?.kind === 'object' ? field.fields.map((inner) => ({ path: [...path, inner.name], field: inner })) : [];
}
