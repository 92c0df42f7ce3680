/** The way from the root to a value: property names and array indexes. */
export type JsonPath = readonly (string | number)[];
