import { isCalendarDay } from './formats';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const separator = String.raw`(?:[\sT]|, ?| at )\s*`;
/** Beside an offset it says nothing more. */
const zoneName = String.raw`(?:\s*(?:\([^()]*\)|\[[^[\]]*\]))?`;
const time = String.raw`(?:${separator}(?<hour>\d{1,2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?\s*(?<half>[ap]\.?m\.?)?\s*(?:(?<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?)${zoneName})?)?`;
const monthName = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const besideDay = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|at)$/i;
const wholeMonthName = new RegExp(`^${monthName}$`, 'i');

/** Dates that say by themselves which part is which. Ones like 05/06/2024 do not, unless a part can be no month. */
const patterns = [
  String.raw`(?<year>\d{4})(?<mark>[-/.]?)(?<month>\d{2})\k<mark>(?<day>\d{2})`,
  String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`,
  String.raw`${weekday}(?<day>\d{1,2})(?:st|nd|rd|th)?[ -]${monthName}[ ,-]\s*(?<year>\d{4})`,
  String.raw`${weekday}${monthName}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`,
  String.raw`(?<one>\d{1,2})(?<mark>[-/.])(?<other>\d{1,2})\k<mark>(?<year>\d{4})`,
]
  .map((date) => date + time)
  .concat(String.raw`${weekday}${monthName}\s+(?<day>\d{1,2})${time}\s+(?<year>\d{4})`)
  .map((date) => new RegExp(`^${date}$`, 'i'));

/** Dates that count otherwise: weeks, days of the year, seconds with a fraction, those of .NET. */
const otherForms =
  /^(?:\d{4}-?W(?:0[1-9]|[1-4]\d|5[0-3])(?:-?[1-7])?|\d{4}-(?:[0-2]\d\d|3[0-5]\d|36[0-6])|(?:\d{10}|\d{13})\.\d+|\/Date\(-?\d+(?:[+-]\d{4})?\)\/)$/;

/** The names of zones that may stand behind a date, but for the halves of a day. */
const otherZone = /\s?(?:\[[^[\]]*\]|\b(?!AM|PM)[A-Z]{2,5})$/;

/** A time of day with its zone, anywhere beside a day: behind a `T`, with a colon, or with the half of the day. */
const clock = new RegExp(
  String.raw`(?:(?<=\d)T|(?<!\d)(?=\d{1,2}(?::|\s*[ap]\.?m)))(?<hour>\d{1,2})(?::?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,]\d+)?)?)?` +
    String.raw`\s*(?<half>[ap]\.?m\b\.?)?\s*(?:z\b|[a-z]+(?:/\w+)+|(?!${monthName})(?:[a-z]{2,5})?(?:[+-]\d{1,2}(?::?\d{2})?)?)${zoneName}`,
  'i',
);

/** A date as RFC 3339 wants it. */
export interface ReadDate {
  readonly iso: string;
  /** Whether nothing else can be meant: it says the zone, where else UTC is a guess, or counts seconds and may be no day. */
  readonly isSure: boolean;
}

/**
 * What is there as a date, if it is one beyond doubt: a spelled date, with or without a time, or the seconds or milliseconds
 * since 1970. Without a zone it is taken for UTC. Undefined where two readings are possible.
 */
export function readDate(spelled: string): ReadDate | undefined {
  // LDAP puts nothing between the date and the time.
  const text = spelled.trim().replace(/^(\d{8})(\d{6})(?!\d)/, '$1T$2');
  if (/^\d{10}$|^\d{13}$/.test(text)) return epochDate(text);
  for (const pattern of patterns) {
    const parts = pattern.exec(text)?.groups;
    const iso = parts && dateAndTime(parts);
    if (iso !== undefined) return { iso, isSure: parts?.['zone'] !== undefined };
  }
  return undefined;
}

/** No date is longer, with the name of its zone in words. */
const maxLength = 100;

/**
 * Whether what is there is a date in some form, be it one that has two readings or is not read here: it names a day or a year
 * that there is, and nothing else but a time.
 */
export function isDate(spelled: string): boolean {
  if (spelled.length > maxLength) return false;
  // Word processors write a minus sign.
  const text = spelled.trim().replaceAll('\u2212', '-');
  return readDate(text.replace(otherZone, '')) !== undefined || otherForms.test(text) || isDay(withoutClock(text));
}

/** A time that there is none of stays. */
const withoutClock = (text: string): string =>
  text.replace(clock, (whole, ...found) => (isTime(found.at(-1) as Parts) ? ' ' : whole));

function isTime({ hour, minute = '0', second = '0', half }: Parts): boolean {
  const hours = hourOf(Number(hour), half?.toLowerCase());
  // A day may end at 24 o'clock, and with a leap second.
  if (hours === undefined) return half === undefined && Number(hour) === 24 && Number(minute) + Number(second) === 0;
  return Number(minute) < 60 && Number(second) <= 60;
}

/** What the parts of a day can be, by their number: where a name is the month, and where all are digits. */
const ordersWithName = ['y', 'd', 'dy', 'yd'];
const orders = ['y', 'ym', 'my', 'ymd', 'dmy', 'mdy'];

/** Whether a text is a day, a month or a year, in whatever order. */
function isDay(text: string): boolean {
  const words = text.split(/[\s,./'’-]+/).filter((word) => word !== '' && !besideDay.test(word));
  const name = words.find((word) => wholeMonthName.test(word));
  const numbers = words.filter((word) => word !== name).map((word) => word.replace(/(?<=\d)(?:st|nd|rd|th)$/i, ''));
  if (name === undefined && !/^\d+(?:([-/.])\d+(?:\1\d+)?)?$/.test(text.trim())) return false;
  return (name === undefined ? orders : ordersWithName)
    .filter((order) => order.length === numbers.length)
    .some((order) => isDayIn(order, numbers, name));
}

/** A year has two digits only behind a month that has a name, or beside a day and a month. */
function isDayIn(order: string, numbers: readonly string[], name: string | undefined): boolean {
  const part = (letter: string) => numbers[order.indexOf(letter)];
  const [y, m, d] = [part('y') ?? '2000', part('m') ?? '1', part('d') ?? '1'];
  const mayBeShort = name === undefined ? numbers.length === 3 : order !== 'yd';
  const year = mayBeShort && /^\d\d$/.test(y) ? `20${y}` : y;
  const isYear = /^\d{4}$/.test(year) && (name !== undefined || numbers.length > 1 || /^(?:19|20|21)/.test(year));
  return (
    isYear &&
    [m, d].every((digits) => /^\d{1,2}$/.test(digits)) &&
    dateOf({ year, month: m, day: d, name }) !== undefined
  );
}

/** Whether ten digits may be a day of these centuries with its hour, or of a short year with hour and minute: `2024011514`. */
function mayBeDay(digits: string): boolean {
  const texts = [digits, `20${digits}`].filter((text) => /^(?:19|20)/.test(text));
  return texts.some((text) => readDate(`${text.slice(0, 8)}T${text.slice(8).padEnd(4, '0')}`) !== undefined);
}

/** Ten digits count seconds, thirteen milliseconds: both begin in 2001 and end in 2286. */
function epochDate(digits: string): ReadDate | undefined {
  if (digits.startsWith('0')) return undefined;
  const iso = new Date(digits.length === 10 ? Number(digits) * 1000 : Number(digits)).toISOString();
  return { iso: digits.length === 10 ? iso.replace('.000Z', 'Z') : iso, isSure: !mayBeDay(digits) };
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
  return isCalendarDay(date) ? date : undefined;
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
