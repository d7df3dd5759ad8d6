import { feelTypeOf } from './feel-type-of.ts';
import type { Frame } from './frame.ts';
import { isDuration, isMoment } from './temporal-values.ts';

/** A function of FEEL as a value: of an expression's own, of a business knowledge model, or of the host. */
export type FeelFunctionValue = ((...values: never[]) => unknown) & { readonly $args?: readonly string[] };

/** Thrown by a built-in function whose arguments are of the right types and still unusable: a warning, and null. */
export class UnusableArgument extends Error {}

/** Built-in functions by signature, such as `substring(string: string, start position: number, length?: number)`. */
export type SignatureTable = Readonly<Record<string, (...values: never[]) => unknown>>;

/** One way to call a built-in function. */
export interface Overload {
  readonly parameters: readonly Parameter[];
  readonly needsFrame: boolean;
  readonly implementation: (...values: unknown[]) => unknown;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly rest: boolean;
}

/** Adds functions to a registry. With `needsFrame`, the implementation takes the frame of the call first. */
export function register(registry: Map<string, Overload[]>, table: SignatureTable, needsFrame = false): void {
  for (const [signature, implementation] of Object.entries(table)) {
    const [, name = '', list = ''] = /^([^(]+)\((.*)\)$/.exec(signature) ?? [];
    const parameters = list === '' ? [] : list.split(', ').map(readParameter);
    const overloads = registry.get(name) ?? [];
    overloads.push({ parameters, needsFrame, implementation: implementation as Overload['implementation'] });
    registry.set(name, overloads);
  }
}

function readParameter(text: string): Parameter {
  const [, name = '', mark = '', type = 'any'] = /^([^:?]+?)(\.\.\.|\?)?: (.+)$/.exec(text) ?? [];
  return { name, type, optional: mark === '?', rest: mark === '...' };
}

/** Calls the first overload that takes these arguments. undefined when none does. */
export function callByPosition(
  overloads: readonly Overload[],
  values: readonly unknown[],
  frame: Frame,
): { value: unknown } | undefined {
  for (const overload of overloads) {
    if (accepts(overload.parameters, values)) return { value: run(overload, values, frame) };
  }
  return undefined;
}

/** Calls the first overload that has parameters of all these names. undefined when none takes them. */
export function callByName(
  overloads: readonly Overload[],
  names: readonly string[],
  values: readonly unknown[],
  frame: Frame,
): { value: unknown } | undefined {
  for (const overload of overloads) {
    const ordered = inOrder(overload.parameters, names, values);
    if (ordered !== undefined && accepts(overload.parameters, ordered))
      return { value: run(overload, ordered, frame) };
  }
  return undefined;
}

function run({ implementation, needsFrame }: Overload, values: readonly unknown[], frame: Frame): unknown {
  return needsFrame ? implementation(frame, ...values) : implementation(...values);
}

function accepts(parameters: readonly Parameter[], values: readonly unknown[]): boolean {
  const last = parameters.at(-1);
  if (values.length > parameters.length && last?.rest !== true) return false;
  return parameters.every(({ type, optional, rest }, index) => {
    if (rest) return values.slice(index).every((value) => isOfType(value, type));
    const value = values[index];
    if (optional && (value === null || value === undefined)) return true;
    return index < values.length && isOfType(value, type);
  });
}

function inOrder(
  parameters: readonly Parameter[],
  names: readonly string[],
  values: readonly unknown[],
): unknown[] | undefined {
  const ordered: unknown[] = [];
  let found = 0;
  for (const { name, rest } of parameters) {
    const at = names.indexOf(name);
    if (at >= 0) found += 1;
    const value = at < 0 ? undefined : values[at];
    if (rest) ordered.push(...(Array.isArray(value) ? value : at < 0 ? [] : [value]));
    else ordered.push(at < 0 ? undefined : value);
  }
  if (found < names.length) return undefined;
  while (ordered.length > 0 && ordered.at(-1) === undefined) ordered.pop();
  return ordered;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'moment':
      return isMoment(value);
    case 'duration':
      return isDuration(value);
    case 'day':
      return isMoment(value) && feelTypeOf(value) !== 'time';
    default:
      return feelTypeOf(value) === type;
  }
}
