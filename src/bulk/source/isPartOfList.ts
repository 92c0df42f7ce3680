import { isRecord } from '../../core/json/isRecord';
import { bareName } from '../../core/schema/closestName';

const next = /^(?:@odata\.)?next(?:(?:page|cursor|link|token|record|url|offset)\w*)?$/;
const more = /^(?:has|is)?(?:more|next|truncated)/;
const last = /^(?:is)?(?:last|done)(?:page)?$/;
const total = /^(?:@odata\.)?(?:total(?:results|count|size|records|items|rows|elements|users)?|(?:result)?count)$/;

/**
 * Whether the object around a list tells that it goes on elsewhere, as APIs do: with a next page, with an end that is none, or
 * with a count of more than there is.
 * @param count of all that was read so far
 */
export const isPartOfList = (holder: unknown, count: number, depth = 3): boolean =>
  isRecord(holder) &&
  Object.entries(holder).some(([name, value]) => {
    const bare = bareName(name);
    if (typeof value === 'boolean') return (value ? more : last).test(bare);
    if (next.test(bare)) return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
    if (typeof value === 'number') return value > count && total.test(bare);
    return depth > 0 && isPartOfList(value, count, depth - 1);
  });
