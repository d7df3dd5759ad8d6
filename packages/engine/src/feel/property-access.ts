import { FeelRange } from 'feelin';
import { feelTypeOf } from './feel-type-of.ts';
import { type Frame, suppress } from './frame.ts';
import { isDuration, isMoment, isMonths } from './temporal-values.ts';
import { textOf } from './text-of.ts';

/** The value behind a dot: an entry of a context, a property of a temporal value or range, or a list of the items' values. */
export function propertyOf(target: unknown, name: string, frame: Frame): unknown {
  if (Array.isArray(target)) return target.map((item) => propertyOf(item, name, frame));
  if (feelTypeOf(target) === 'context') {
    const context = target as Record<string, unknown>;
    if (Object.hasOwn(context, name)) return context[name] ?? null;
    const available = quoted(Object.keys(context), 'keys');
    return suppress(
      frame,
      'NO_CONTEXT_ENTRY_FOUND',
      `No context entry found with key '${name}'.${available}`,
    );
  }
  const properties = propertiesOf(target);
  if (properties.includes(name)) return (target as Record<string, unknown>)[name] ?? null;
  const message = `No property found with name '${name}' of value '${textOf(target)}'.${quoted(properties, 'properties')}`;
  return suppress(frame, 'NO_PROPERTY_FOUND', message);
}

const quoted = (names: readonly string[], kind: string) =>
  names.length === 0 ? '' : ` Available ${kind}: ${names.map((name) => `'${name}'`).join(', ')}`;

const dateProperties = ['year', 'month', 'day', 'weekday'];
const timeProperties = ['hour', 'minute', 'second', 'timezone', 'time offset'];
const rangeProperties = ['start', 'end', 'start included', 'end included'];

function propertiesOf(target: unknown): readonly string[] {
  if (isMoment(target)) {
    const type = feelTypeOf(target);
    if (type === 'date') return dateProperties;
    return type === 'time' ? timeProperties : [...dateProperties, ...timeProperties];
  }
  if (isDuration(target))
    return isMonths(target) ? ['years', 'months'] : ['days', 'hours', 'minutes', 'seconds'];
  return target instanceof FeelRange ? rangeProperties : [];
}
