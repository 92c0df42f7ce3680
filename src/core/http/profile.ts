/** One Truto environment as saved here: its name is unique; a token is bound to the origin of `baseUrl`. */
export interface Profile {
  readonly name: string;
  readonly baseUrl: string;
}
