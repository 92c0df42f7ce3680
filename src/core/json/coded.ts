/** One thing out of a table from codes to params: a code with its own params, so that telling the code tells the params. */
export type Coded<Table> = {
  [Code in keyof Table]: { readonly code: Code; readonly params: Table[Code] };
}[keyof Table];

/** The params of a code that says nothing more. */
export type NoParams = Readonly<Record<string, never>>;
