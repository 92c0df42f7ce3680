/** One Truto environment as saved here: its name is unique; a token is bound to the origin of `baseUrl`. */
export interface Profile {
  readonly name: string;
  readonly baseUrl: string;
}

/** Tells two environments apart, in memory and in what is kept: a name that was given to another server is another one. */
export function profileKey({ name, baseUrl }: Profile): string {
  return JSON.stringify([name, baseUrl]);
}
