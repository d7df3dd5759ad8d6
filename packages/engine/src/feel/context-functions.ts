import { EvaluationFailed } from './evaluation-failed.ts';
import { feelTypeOf } from './feel-type-of.ts';
import { type SignatureTable, UnusableArgument } from './function-signature.ts';

type Context = Readonly<Record<string, unknown>>;

function getValue(context: Context, key: string): unknown {
  return Object.hasOwn(context, key) ? context[key] : null;
}

function getEntries(context: Context): { key: string; value: unknown }[] {
  return Object.entries(context).map(([key, value]) => ({ key, value }));
}

function getPath(context: Context, keys: readonly unknown[]): unknown {
  if (keys.length === 0) throw new UnusableArgument('get value() needs at least one key');
  let value: unknown = context;
  for (const key of keys) {
    if (typeof key !== 'string' || feelTypeOf(value) !== 'context') return null;
    value = getValue(value as Context, key);
  }
  return value;
}

/** A copy with one entry replaced or added at the end; the prototype is never touched. */
function put(context: Context, key: string, value: unknown): Context {
  return Object.fromEntries([
    ...Object.entries(context).filter(([name]) => name !== key || name in context),
    [key, value],
  ]);
}

function putPath(context: Context, keys: readonly unknown[], value: unknown): Context {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') throw new UnusableArgument('context put() needs a list of strings as keys');
  if (rest.length === 0) return put(context, key, value);
  const inner = getValue(context, key);
  return put(context, key, putPath(feelTypeOf(inner) === 'context' ? (inner as Context) : {}, rest, value));
}

function fromEntries(entries: readonly unknown[]): Context {
  return Object.fromEntries(
    entries.map((entry) => {
      const key = feelTypeOf(entry) === 'context' ? getValue(entry as Context, 'key') : null;
      if (typeof key !== 'string')
        throw new UnusableArgument('context() needs entries with a key and a value');
      return [key, getValue(entry as Context, 'value')];
    }),
  );
}

function merge(...contexts: unknown[]): Context {
  if (contexts.some((context) => feelTypeOf(context) !== 'context'))
    throw new UnusableArgument('expected contexts');
  return Object.fromEntries(contexts.flatMap((context) => Object.entries(context as object)));
}

function assertThat(value: unknown, condition: unknown, cause?: unknown): unknown {
  if (condition === true) return value;
  throw new EvaluationFailed(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
}

/** Functions of contexts, of booleans, and of values of any kind. */
export const contextFunctions: SignatureTable = {
  'get value(context: context, key: string)': getValue,
  'get value(context: context, keys: list)': getPath,
  'get value(m: context, key: string)': getValue,
  'get entries(m: context)': getEntries,
  'get entries(context: context)': getEntries,
  'context put(context: context, key: string, value: any)': put,
  'context put(context: context, keys: list, value: any)': putPath,
  'put(context: context, key: string, value: any)': put,
  'put all(contexts: list)': (contexts: readonly unknown[]) => merge(...contexts),
  'put all(contexts...: context)': merge,
  'context merge(contexts: list)': (contexts: readonly unknown[]) => merge(...contexts),
  'context merge(contexts...: context)': merge,
  'context(entries: list)': fromEntries,
  'not(negand: boolean)': (value: boolean) => !value,
  'is defined(value: any)': (value: unknown) => value !== null,
  'get or else(value: any, default: any)': (value: unknown, fallback: unknown) => value ?? fallback,
  'assert(value: any, condition: any, cause?: any)': assertThat,
  'fromAi(value: any, description?: any, type?: any, schema?: any, options?: any)': (value: unknown) => value,
};
