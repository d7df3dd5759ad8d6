import { FeelRange } from 'feelin';
import { feelTypeOf } from './feel-type-of.ts';
import { type Frame, suppress } from './frame.ts';
import { isDuration, isMoment, isMonths } from './temporal-values.ts';

/** The value behind a dot: an entry of a context, a property of a temporal value or range, or a list of the items' values. */
export function propertyOf(target: unknown, name: string, frame: Frame): unknown {
  if (Array.isArray(target)) return target.map((item) => propertyOf(item, name, frame));
  if (feelTypeOf(target) === 'context') {
    const context = target as Record<string, unknown>;
    if (Object.hasOwn(context, name)) return context[name] ?? null;
    return suppress(frame, 'NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${name}'`);
  }
  const value = specialProperty(target, name);
  if (value !== undefined) return value;
  return suppress(
    frame,
    'NO_PROPERTY_FOUND',
    `No property found with name '${name}' of value of type ${feelTypeOf(target)}`,
  );
}

const dateProperties = ['year', 'month', 'day', 'weekday'];
const timeProperties = ['hour', 'minute', 'second', 'timezone', 'time offset'];
const rangeProperties = ['start', 'end', 'start included', 'end included'];

function specialProperty(target: unknown, name: string): unknown {
  const read = (names: readonly string[]) =>
    names.includes(name) ? ((target as Record<string, unknown>)[name] ?? null) : undefined;
  if (isMoment(target)) {
    const type = feelTypeOf(target);
    if (type === 'date') return read(dateProperties);
    return read(type === 'time' ? timeProperties : [...dateProperties, ...timeProperties]);
  }
  if (isDuration(target))
    return read(isMonths(target) ? ['years', 'months'] : ['days', 'hours', 'minutes', 'seconds']);
  return target instanceof FeelRange ? read(rangeProperties) : undefined;
}
