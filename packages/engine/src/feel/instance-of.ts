import { type FeelType, feelTypeOf } from './feel-type-of.ts';
import type { TypeNode } from './syntax-tree.ts';

const otherNames: Readonly<Record<string, FeelType>> = {
  Null: 'null',
  'year-month-duration': 'years and months duration',
  'day-time-duration': 'days and time duration',
};

/** Whether a value is of a type; null is of no type but `Null`. */
export function isInstanceOf(value: unknown, type: TypeNode): boolean {
  const actual = feelTypeOf(value);
  if (type.name === 'Any') return actual !== 'null';
  if (type.name === 'duration') return actual.endsWith(' duration');
  if (actual !== (otherNames[type.name] ?? type.name)) return false;
  const { element, entries } = type;
  if (actual === 'list' && element !== undefined)
    return (value as unknown[]).every((item) => isInstanceOf(item, element));
  if (actual === 'context' && entries !== undefined) {
    const context = value as Record<string, unknown>;
    return entries.every(
      ({ key, type: entry }) => Object.hasOwn(context, key) && isInstanceOf(context[key], entry),
    );
  }
  return true;
}
