import type { FieldRule, FieldRules } from '../rules/accountRules';
import type { FormField } from './fieldModel';

/** The fields of an object as an account wants them: with its own values and types, what it requires, and its own fields last. */
export function ruledFields(fields: readonly FormField[], rules: FieldRules, integration: string): FormField[] {
  const names = new Set(fields.map(({ name }) => name));
  const known = fields.map((field) =>
    Object.hasOwn(rules, field.name) ? ruled(field, rules[field.name] ?? {}, integration) : field,
  );
  const own = Object.entries(rules).filter(([name]) => !names.has(name));
  return [...known, ...own.map(([name, rule]) => ruled(ownField(name, rule), rule, integration))];
}

function ruled(field: FormField, rule: FieldRule, integration: string): FormField {
  const how = rule.required ? 'required' : rule.extra ? 'own' : undefined;
  return { ...shaped(field, rule, integration), ...(how && { asked: { by: integration, how } }) };
}

function shaped(field: FormField, rule: FieldRule, integration: string): FormField {
  const { allowed, fields, items, types } = rule;
  switch (field.kind) {
    case 'list':
      return { ...field, item: ruled(field.item, { ...items, ...(allowed && { allowed }) }, integration) };
    case 'object':
      return fields ? { ...field, fields: ruledFields(field.fields, fields, integration) } : field;
    case 'text':
    case 'number':
    case 'textOrNumber':
      if (allowed) return { ...field, kind: 'choice', choices: allowed, choicesOf: integration };
      return field.kind === 'textOrNumber' && types ? { ...field, kind: scalarKind(types) } : field;
    case 'choice':
      return allowed ? { ...field, choices: allowed, choicesOf: integration } : field;
    default:
      return field;
  }
}

/** A field that only the account knows: nobody says more of it than its types. */
function ownField(name: string, { types = [], items }: FieldRule): FormField {
  const base = { name, label: name, takesNull: true };
  if (types.includes('array') && items) return { ...base, kind: 'list', item: ownField(name, items) };
  if (types.includes('object') || types.includes('array')) return { ...base, kind: 'json' };
  if (types.includes('boolean')) return { ...base, kind: 'boolean' };
  return { ...base, kind: scalarKind(types), suggestions: [] };
}

function scalarKind(types: readonly string[]): 'text' | 'number' | 'textOrNumber' {
  if (!types.includes('number') && !types.includes('integer')) return 'text';
  return types.includes('string') ? 'textOrNumber' : 'number';
}
