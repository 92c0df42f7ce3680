import type { SchemaPart, UserSchema } from './userSchemaShape';

export declare function hintsSchema(schema: UserSchema): object;
export declare function fieldWords(part: SchemaPart): string;
export declare function readOnlyWords(field: UserSchema['x-responseFields'][string]): string;
