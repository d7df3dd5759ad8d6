import { compareValues, equalValues } from './compare.ts';
import { addNumbers, divideNumbers, multiplyNumbers } from './decimal.ts';
import { type FeelFunctionValue, type SignatureTable, UnusableArgument } from './function-signature.ts';

type List = readonly unknown[];

/** Both ways to call an aggregate: with one list, or with the items. */
function aggregate(name: string, apply: (list: List) => unknown): SignatureTable {
  return { [`${name}(list: list)`]: apply, [`${name}(list...: any)`]: (...items: unknown[]) => apply(items) };
}

function numbers(list: List): readonly number[] {
  if (list.every((item) => typeof item === 'number')) return list;
  throw new UnusableArgument('expected a list of numbers');
}

function extreme(sign: 1 | -1): (list: List) => unknown {
  return (list) => {
    let found: unknown = list[0] ?? null;
    if (compareValues(found, found) === null && list.length > 0)
      throw new UnusableArgument('the items have no order');
    for (const item of list.slice(1)) {
      const order = compareValues(item, found);
      if (order === null) throw new UnusableArgument('the items have no common order');
      if (order * sign > 0) found = item;
    }
    return found;
  };
}

const sum = (list: List) => (list.length === 0 ? null : numbers(list).reduce(addNumbers, 0));
const product = (list: List) => (list.length === 0 ? null : numbers(list).reduce(multiplyNumbers, 1));
const mean = (list: List) =>
  list.length === 0 ? null : divideNumbers(numbers(list).reduce(addNumbers, 0), list.length);

function median(list: List): number | null {
  const sorted = numbers(list).toSorted((a, b) => a - b);
  const middle = Math.trunc(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : divideNumbers(addNumbers(sorted[middle - 1] ?? upper, upper), 2);
}

function stddev(list: List): number | null {
  if (list.length < 2) return null;
  const values = numbers(list);
  const average = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - average) ** 2, 0) / (values.length - 1));
}

function mode(list: List): number[] {
  const counts = new Map<number, number>();
  for (const value of numbers(list)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([value]) => value)
    .toSorted((a, b) => a - b);
}

/** Three-valued: `decisive` wins, else anything that is no boolean makes the result unknown. */
function quantifier(decisive: boolean): (list: List) => boolean | null {
  return (list) => {
    if (list.includes(decisive)) return decisive;
    return list.every((item) => item === !decisive) ? !decisive : null;
  };
}

const same = (left: unknown, right: unknown) => equalValues(left, right) === true;

function distinct(list: List): unknown[] {
  const result: unknown[] = [];
  const simple = new Set<unknown>();
  for (const item of list) {
    const isSimple = item === null || typeof item !== 'object';
    if (isSimple ? simple.has(item) : result.some((known) => same(known, item))) continue;
    if (isSimple) simple.add(item);
    result.push(item);
  }
  return result;
}

function duplicates(list: List): unknown[] {
  return distinct(list.filter((item, index) => list.some((other, at) => at !== index && same(item, other))));
}

function sublist(list: List, start: number, length?: number | null): unknown[] {
  const from = start < 0 ? Math.max(0, list.length + start) : start - 1;
  return list.slice(from, length == null ? undefined : from + length);
}

function position(list: List, at: number): number {
  const index = at < 0 ? list.length + at : at - 1;
  if (index < 0 || index >= list.length) throw new UnusableArgument(`the list has no position ${at}`);
  return index;
}

function partition(list: List, size: number): unknown[][] {
  if (size < 1) throw new UnusableArgument('partition() needs a size of at least 1');
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function sort(list: List, precedes: FeelFunctionValue): unknown[] {
  const isBefore = precedes as (left: unknown, right: unknown) => unknown;
  return list.toSorted((a, b) => (isBefore(a, b) === true ? -1 : isBefore(b, a) === true ? 1 : 0));
}

/** Functions of lists. */
export const listFunctions: SignatureTable = {
  ...aggregate('min', extreme(-1)),
  ...aggregate('max', extreme(1)),
  ...aggregate('sum', sum),
  ...aggregate('product', product),
  ...aggregate('mean', mean),
  ...aggregate('median', median),
  ...aggregate('stddev', stddev),
  ...aggregate('mode', mode),
  ...aggregate('all', quantifier(false)),
  ...aggregate('and', quantifier(false)),
  ...aggregate('any', quantifier(true)),
  ...aggregate('or', quantifier(true)),
  'list contains(list: list, element: any)': (list: List, element: unknown) =>
    list.some((item) => same(item, element)),
  'count(list: list)': (list: List) => list.length,
  'is empty(list: list)': (list: List) => list.length === 0,
  'sublist(list: list, start position: number, length?: number)': sublist,
  'append(list: list, items...: any)': (list: List, ...items: unknown[]) => [...list, ...items],
  'concatenate(lists...: list)': (...lists: List[]) => lists.flat(),
  'insert before(list: list, position: number, newItem: any)': (list: List, at: number, item: unknown) =>
    list.toSpliced(position([...list, null], at < 0 ? at - 1 : at), 0, item),
  'remove(list: list, position: number)': (list: List, at: number) => list.toSpliced(position(list, at), 1),
  'reverse(list: list)': (list: List) => list.toReversed(),
  'index of(list: list, match: any)': (list: List, match: unknown) =>
    list.flatMap((item, index) => (same(item, match) ? [index + 1] : [])),
  'union(lists...: list)': (...lists: List[]) => distinct(lists.flat()),
  'distinct values(list: list)': distinct,
  'duplicate values(list: list)': duplicates,
  'flatten(list: list)': (list: List) => list.flat(Number.POSITIVE_INFINITY),
  'sort(list: list, precedes: function)': sort,
  'partition(list: list, size: number)': partition,
  'list replace(list: list, position: number, newItem: any)': (list: List, at: number, item: unknown) =>
    list.with(position(list, at), item),
  'list replace(list: list, match: function, newItem: any)': (
    list: List,
    match: FeelFunctionValue,
    item: unknown,
  ) => list.map((old) => ((match as (a: unknown, b: unknown) => unknown)(old, item) === true ? item : old)),
};
