/** Whether there is a day: of a date spelled like 2024-02-29. */
export function isCalendarDay(date: string): boolean {
  const read = new Date(`${date}T00:00:00Z`);
  // A day that a month does not have is read as one of the next.
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}

const dateTime = /^(\d{4}-\d{2}-\d{2})[t\s](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:z|([+-])(\d{2})(?::?(\d{2}))?)$/i;

/** Whether a text is a date and time with its offset (RFC 3339): also of a leap second, and with a space for the `T`. */
function isDateTime(text: string): boolean {
  const [, date = '', hours, minutes, seconds, sign, offsetHours = 0, offsetMinutes = 0] = dateTime.exec(text) ?? [];
  if (!isCalendarDay(date) || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return false;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (hour > 23 || minute > 59 || second > 60) return false;
  // Leap seconds end a day in UTC.
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return second < 60 || (hour * 60 + minute - offset + 1) % (24 * 60) === 0;
}

/** The formats that the schema of a user names, beside those that are one expression. */
export const formats = { 'date-time': isDateTime } as const;
