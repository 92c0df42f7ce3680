/** Whether a text is a whole id of an integrated account, and not one that is still being typed. */
export const isAccountId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
