export type JsonTypeName = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** How many integrations know a field, as Truto's public reference counts them. */
export interface IntegrationCounts {
  readonly supported?: number;
  readonly required?: number;
  readonly note?: string;
}

/** One part of user.schema.json: the keywords of JSON Schema draft-07 that it uses. */
export interface SchemaPart {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonTypeName | readonly JsonTypeName[];
  readonly enum?: readonly (string | null)[];
  readonly format?: 'date-time' | 'uuid';
  /** What the format leaves open and RFC 3339 does not: of a date, how the zone is spelled. */
  readonly pattern?: string;
  readonly writeOnly?: boolean;
  readonly examples?: readonly unknown[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly items?: SchemaPart;
  readonly 'x-integrations'?: IntegrationCounts;
  /** Of a list: the yes-or-no property that is to be true in one of its items. */
  readonly 'x-onlyOne'?: string;
  /** What each value of an `enum` means. */
  readonly 'x-values'?: Readonly<Record<string, string>>;
  /** A well-known set that likely values come from. */
  readonly 'x-suggest'?: 'timeZones';
}

/** user.schema.json as a whole. `x-responseFields` are the fields that Truto answers but that take no changes. */
export interface UserSchema extends SchemaPart {
  readonly $schema: string;
  readonly properties: Readonly<Record<string, SchemaPart>>;
  readonly definitions: Readonly<Record<string, SchemaPart>>;
  readonly 'x-responseFields': Readonly<
    Record<string, SchemaPart & { readonly title: string; readonly description: string }>
  >;
}
