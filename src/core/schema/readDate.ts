const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const separator = String.raw`(?:[ T]|, ?| at )\s*`;
const time = String.raw`(?:${separator}(?<hour>\d{1,2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?)?)?`;
const monthName = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;

/** Dates that say by themselves which part is which. Ones like 05/06/2024 do not, unless a part can be no month. */
const patterns = [
  String.raw`(?<year>\d{4})(?<mark>[-/.]?)(?<month>\d{2})\k<mark>(?<day>\d{2})`,
  String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`,
  String.raw`${weekday}(?<day>\d{1,2})(?:st|nd|rd|th)?[ -]${monthName}[ ,-]\s*(?<year>\d{4})`,
  String.raw`${weekday}${monthName}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`,
  String.raw`(?<one>\d{1,2})(?<mark>[-/.])(?<other>\d{1,2})\k<mark>(?<year>\d{4})`,
].map((date) => new RegExp(`^${date}${time}$`, 'i'));

/** A date as RFC 3339 wants it. */
export interface ReadDate {
  readonly iso: string;
  /** Whether what is there says the zone: else UTC is a guess. */
  readonly namesZone: boolean;
}

/**
 * What is there as a date, if it is one beyond doubt: a spelled date, with or without a time, or the seconds or milliseconds
 * since 1970. Without a zone it is taken for UTC. Undefined where two readings are possible.
 */
export function readDate(spelled: string): ReadDate | undefined {
  const text = spelled.trim();
  if (/^\d{10}$|^\d{13}$/.test(text)) return epochDate(text);
  for (const pattern of patterns) {
    const parts = pattern.exec(text)?.groups;
    const iso = parts && dateAndTime(parts);
    if (iso !== undefined) return { iso, namesZone: parts?.['zone'] !== undefined };
  }
  return undefined;
}

/** Whether what is there is a date in some form, be it one that has two readings. */
export function isDate(spelled: string): boolean {
  return readDate(spelled) !== undefined || isTwofold(spelled.trim());
}

/** A day and a month that either can be the other. */
function isTwofold(text: string): boolean {
  return patterns.some((pattern) => {
    const { one = '', other = '', year = '' } = pattern.exec(text)?.groups ?? {};
    return (
      dateOf({ year, day: one, month: other }) !== undefined && dateOf({ year, day: other, month: one }) !== undefined
    );
  });
}

/** Ten digits count seconds, thirteen milliseconds: both begin in 2001 and end in 2286. */
function epochDate(digits: string): ReadDate | undefined {
  if (digits.startsWith('0')) return undefined;
  const iso = new Date(digits.length === 10 ? Number(digits) * 1000 : Number(digits)).toISOString();
  return { iso: digits.length === 10 ? iso.replace('.000Z', 'Z') : iso, namesZone: true };
}

type Parts = Readonly<Record<string, string | undefined>>;

function dateAndTime(parts: Parts): string | undefined {
  const date = dateOf(parts);
  const clock = timeOf(parts);
  return date === undefined || clock === undefined ? undefined : `${date}T${clock}`;
}

function dateOf({ year, month, day, name, one, other }: Parts): string | undefined {
  if (one !== undefined && other !== undefined) {
    const dayFirst = dateOf({ year, day: one, month: other });
    const monthFirst = dateOf({ year, day: other, month: one });
    if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst) return undefined;
    return dayFirst ?? monthFirst;
  }
  const number = name === undefined ? Number(month) : months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const date = `${year ?? ''}-${twoDigits(number)}-${twoDigits(Number(day))}`;
  const read = new Date(`${date}T00:00:00Z`);
  // A day that a month does not have is read as one of the next.
  return Number.isNaN(read.getTime()) || !read.toISOString().startsWith(date) ? undefined : date;
}

function timeOf({ hour, minute, second, fraction, half, zone }: Parts): string | undefined {
  if (hour === undefined) return '00:00:00Z';
  const hours = hourOf(Number(hour), half?.toLowerCase());
  const offset = offsetOf(zone);
  if (hours === undefined || Number(minute) > 59 || Number(second ?? 0) > 59 || offset === undefined) return undefined;
  return `${twoDigits(hours)}:${minute ?? '00'}:${second ?? '00'}${fraction === undefined ? '' : `.${fraction}`}${offset}`;
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}

function offsetOf(zone: string | undefined): string | undefined {
  const [, sign, hours, minutes = '00'] = /([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  if (sign === undefined || hours === undefined) return 'Z';
  return Number(hours) < 24 && Number(minutes) < 60 ? `${sign}${hours}:${minutes}` : undefined;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
