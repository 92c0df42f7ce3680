import { cutText } from '../core/json/loneSurrogates';

/** UTF-16 units, as VS Code shows of a notification. */
const maxLength = 1000;
/** All that is changed below. */
const notPlain = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F]|[\]$]\(/u;

/**
 * A text that may hold words from outside (names, messages, ids, file contents), as a single line that is nothing but
 * text wherever VS Code shows it. VS Code has no escape that every one of its surfaces knows, so what makes a link
 * (`](`) or an icon (`$(`) is parted by a zero-width space: it looks the same, and nothing can be pressed. Line breaks
 * become spaces; other control characters and those that turn the direction of writing become `�`, so that they are
 * seen; what is marked off by `isolated` stays so. Longer texts are cut after 1,000 units, never inside a character.
 */
export function plainText(text: string): string {
  // Nearly every text is plain, and there may be thousands of rows.
  if (text.length <= maxLength && !notPlain.test(text)) return text;
  return cutText(text, maxLength)
    .replace(/\s*[\n\v\f\r\x85\u2028\u2029]+\s*|\t/g, ' ')
    .replace(/[\u200E\u200F\u061C]/g, '')
    .replace(/\p{Cc}/gu, '�')
    .replace(/\u2068([^\u202A-\u202E\u2066-\u206F]*)\u2069|[\u202A-\u202E\u2066-\u206F]/g, (all, inside?: string) =>
      inside === undefined ? '�' : all,
    )
    .replaceAll('](', ']\u200B(')
    .replaceAll('$(', '$\u200B(');
}

/**
 * Marks off a text that is written from right to left, so that it does not turn around what stands beside it: `before →
 * after` stays in this order. Other texts stay as they are.
 */
export function isolated(text: string): string {
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(
    text,
  )
    ? `\u2068${text.replace(/[\u2066-\u2069]/g, '')}\u2069`
    : text;
}

/** JSON as a value in a line, cut after so many UTF-16 units. */
export const shortJson = (json: string, maxUnits: number): string => isolated(cutText(json, maxUnits));
