/** What cannot be seen, breaks a line or turns the direction of the text around it, and halves of characters. */
const unseen = /[\p{Cc}\p{Cs}\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;

/** The text with unseen characters as `\uXXXX`, which JSON, JavaScript and Python all read. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Raw halves of characters as the character that takes their place in every UTF-8 text that is sent. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
