import { feelTypeOf } from '../feel/index.ts';
import type { ValueType } from './decision-model.ts';

type FeelType = ReturnType<typeof feelTypeOf>;

const feelTypes: Readonly<Record<ValueType, FeelType>> = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  date: 'date',
  time: 'time',
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
};

/** Other spellings of the types, used by modelling tools and older versions of the standard. */
const aliases: Readonly<Record<string, ValueType>> = {
  integer: 'number',
  long: 'number',
  double: 'number',
  'date and time': 'dateTime',
  'days and time duration': 'dayTimeDuration',
  'years and months duration': 'yearMonthDuration',
};

/** The declared type of a column; undefined when it takes any value or the type is one of the model's own. */
export function readValueType(typeRef: string | undefined): ValueType | undefined {
  const name = typeRef?.replace(/^feel:/, '');
  if (name === undefined) return undefined;
  if (Object.hasOwn(feelTypes, name)) return name as ValueType;
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined;
}

/** Says how a value breaks the declared type, or undefined when it is of that type or null. */
export function typeMismatch(value: unknown, type: ValueType | undefined): string | undefined {
  const actual = feelTypeOf(value);
  if (type === undefined || actual === 'null' || actual === feelTypes[type]) return undefined;
  return `expected a value of type '${type}' but found a ${actual}`;
}
