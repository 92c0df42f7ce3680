import { userSchema } from '../../src/core/schema/generated/userSchema';

const { definitions, $schema, ...user } = userSchema;

/** Our full schema for an array of users, as VS Code's JSON service takes it. */
export const peerSchema = {
  $schema,
  type: 'array',
  items: { $ref: '#/definitions/user' },
  definitions: { ...definitions, user },
};
