import type { AccountRules, FieldRule, FieldRules } from './accountRules';
import type { JsonPath } from '../json/jsonPath';

/** What an account asks of the value at a path of one user. */
export function ruleAt(path: JsonPath, rules: AccountRules): FieldRule | undefined {
  const inQuery = isQuery(path);
  let fields: FieldRules | undefined = inQuery ? rules.query : rules.body;
  let rule: FieldRule | undefined;
  for (const step of inQuery ? path.slice(2) : path) {
    rule = typeof step === 'number' ? itemRule(rule) : fields && Object.hasOwn(fields, step) ? fields[step] : undefined;
    fields = rule?.fields;
  }
  return rule;
}

/** What an account asks of the fields of the object at a path of one user. */
export function fieldRulesAt(path: JsonPath, rules: AccountRules): FieldRules | undefined {
  if (path.length === 0) return rules.body;
  return path.length === 2 && isQuery(path) ? rules.query : ruleAt(path, rules)?.fields;
}

/** What is asked of the items of a list: values allowed in the list are allowed in its items. */
export function itemRule(rule: FieldRule | undefined): FieldRule | undefined {
  return rule?.items ?? (rule?.allowed && { allowed: rule.allowed });
}

/** Whether the rules are those of the account that a user names; one that names none follows them too. */
export function isOfAccount(named: unknown, { accountId }: AccountRules): boolean {
  return typeof named !== 'string' || named.toLowerCase() === accountId.toLowerCase();
}

export const isQuery = (path: JsonPath): boolean => path[0] === '$truto' && path[1] === 'query';
