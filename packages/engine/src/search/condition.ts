import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { parseKey } from '../runtime/keys.ts';
import type { FieldType, FilterRules } from './entity.ts';
import { matchesLike } from './like.ts';
import { hasPhrase, hasWordLike } from './phrase.ts';

type Scalar = string | number | boolean | null;

/** Whether a field's value is wanted. */
export type Condition = (value: Scalar) => boolean;

const OPERATORS: Readonly<Record<FieldType, readonly string[]>> = {
  key: ['$eq', '$neq', '$exists', '$in', '$notIn'],
  enum: ['$eq', '$neq', '$exists', '$in', '$like'],
  string: ['$eq', '$neq', '$exists', '$in', '$notIn', '$like'],
  integer: ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in'],
  dateTime: ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in'],
  phrase: ['$eq', '$neq', '$exists', '$in', '$notIn', '$like'],
  boolean: [],
  textOrNumber: ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in', '$like'],
};

/** Turns what a request wants of a field (a bare value, or operators that must all hold) into a test. @throws EngineRejection */
export function compileCondition(field: FieldType | FilterRules, wanted: JsonValue, path: string): Condition {
  const rules = typeof field === 'string' ? { type: field } : field;
  const known = rules.operators ?? OPERATORS[rules.type];
  if (!isJsonObject(wanted) || known.length === 0) {
    return equality(rules, parseValue(rules, wanted, path));
  }
  const tests = Object.entries(wanted)
    .filter(([, operand]) => isAsked(operand))
    .map(([operator, operand]) => {
      if (!known.includes(operator)) {
        throw invalidArgument(
          `The operator '${path}.${operator}' is not known; known are ${known.join(', ')}`,
        );
      }
      return compileOperator(rules, operator, operand, `${path}.${operator}`);
    });
  return (value) => tests.every((test) => test(value));
}

/** Some clients send every operator: null and an empty list mean that theirs was not asked for. */
function isAsked(operand: JsonValue): boolean {
  return operand !== null && !(Array.isArray(operand) && operand.length === 0);
}

function compileOperator(rules: FilterRules, operator: string, operand: JsonValue, path: string): Condition {
  switch (operator) {
    case '$exists':
      return existence(operand, path);
    case '$in':
    case '$notIn': {
      const isOneOf = membership(rules, parseList(rules, operand, path));
      return operator === '$in' ? isOneOf : (value) => !isOneOf(value);
    }
    case '$like': {
      const pattern = parseValue({ type: 'string' }, operand, path) as string;
      const matches = rules.type === 'phrase' ? hasWordLike : matchesLike;
      return (value) => typeof value === 'string' && matches(value, pattern);
    }
    case '$eq':
    case '$neq': {
      const isEqual = equality(rules, parseValue(rules, operand, path));
      return operator === '$eq' ? isEqual : (value) => !isEqual(value);
    }
    default:
      return comparison(operator, parseValue(rules, operand, path));
  }
}

/** A phrase is wanted anywhere in a text; everything else as a whole. */
function equality({ type }: FilterRules, expected: Scalar): Condition {
  return type === 'phrase'
    ? (value) => typeof value === 'string' && hasPhrase(value, String(expected))
    : (value) => value === expected;
}

function membership(rules: FilterRules, wanted: ReadonlySet<Scalar>): Condition {
  if (rules.type !== 'phrase') {
    return (value) => wanted.has(value);
  }
  const phrases = [...wanted].map((phrase) => equality(rules, phrase));
  return (value) => phrases.some((isEqual) => isEqual(value));
}

function comparison(operator: string, expected: Scalar): Condition {
  switch (operator) {
    case '$gt':
      return (value) => compare(value, expected) > 0;
    case '$gte':
      return (value) => compare(value, expected) >= 0;
    case '$lt':
      return (value) => compare(value, expected) < 0;
    default:
      return (value) => compare(value, expected) <= 0;
  }
}

/** Null, and values of different types, come neither before nor after each other: not a number. */
function compare(left: Scalar, right: Scalar): number {
  if (left === null || right === null || typeof left !== typeof right) {
    return Number.NaN;
  }
  return left === right ? 0 : left < right ? -1 : 1;
}

function existence(operand: JsonValue, path: string): Condition {
  if (typeof operand !== 'boolean') {
    throw invalidArgument(`The field '${path}' must be true or false`);
  }
  return (value) => (value !== null) === operand;
}

function parseList(rules: FilterRules, operand: JsonValue, path: string): Set<Scalar> {
  if (!Array.isArray(operand)) {
    throw invalidArgument(`The field '${path}' must be a list`);
  }
  return new Set(operand.map((item: JsonValue, index) => parseValue(rules, item, `${path}[${index}]`)));
}

/** A value of a request in the form that fields are compared in. */
function parseValue({ type, values }: FilterRules, value: JsonValue, path: string): Scalar {
  const parsed = parsers[type](value);
  if (parsed === undefined || values?.includes(String(parsed)) === false) {
    const expected = values === undefined ? DESCRIPTIONS[type] : `one of ${values.join(', ')}`;
    throw invalidArgument(`The field '${path}' must be ${expected}, but it is ${JSON.stringify(value)}`);
  }
  return parsed;
}

const DESCRIPTIONS: Readonly<Record<FieldType, string>> = {
  key: 'a key (decimal digits as a string)',
  string: 'a string',
  phrase: 'a string',
  enum: 'one of the known values as a string',
  integer: 'an integer',
  dateTime: 'a date and time with an offset, as RFC 3339 writes it',
  boolean: 'true or false',
  textOrNumber: 'a string or a number',
};

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

const parsers: Readonly<Record<FieldType, (value: JsonValue) => Scalar | undefined>> = {
  key: (value) =>
    typeof value === 'string' || typeof value === 'number' ? parseKey(String(value)) : undefined,
  string: (value) => (typeof value === 'string' ? value : undefined),
  phrase: (value) => (typeof value === 'string' ? value : undefined),
  enum: (value) => (typeof value === 'string' ? value.toUpperCase() : undefined),
  integer: (value) => (Number.isInteger(value) ? (value as number) : undefined),
  dateTime: (value) => {
    const parsed = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(parsed) ? undefined : parsed;
  },
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  textOrNumber: (value) => (typeof value === 'string' || typeof value === 'number' ? value : undefined),
};
