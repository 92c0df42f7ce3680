import type { FieldError } from './providerChecks';

/** A provider's 422 body that names the refused fields, in the manner of that provider. */
export function validationBody(slug: string, errors: readonly FieldError[]): unknown {
  if (slug === 'salesforce')
    return errors.map(({ field, code, message }) => ({ errorCode: code.toUpperCase(), message, fields: [field] }));
  if (slug === 'zendesk') {
    const details = Object.fromEntries(
      errors.map(({ field, code, message }) => [field, [{ error: code, description: message }]]),
    );
    return { error: 'RecordInvalid', description: 'Record validation errors', details };
  }
  if (slug.startsWith('fresh')) return { description: 'Validation failed', errors };
  return { error: { code: 'validation_failed', message: 'The request is invalid', errors } };
}

/** A provider's 409 body for a value that another user has already. */
export function conflictBody(slug: string, field: string): unknown {
  const message = `${field} is already used by another user`;
  if (slug === 'salesforce') return [{ errorCode: 'DUPLICATE_VALUE', message, fields: [field] }];
  if (slug === 'zendesk')
    return {
      error: 'RecordInvalid',
      description: message,
      details: { [field]: [{ error: 'DuplicateValue', description: message }] },
    };
  return { error: { code: 'duplicate_value', field, message } };
}
