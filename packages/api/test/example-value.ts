import type { Node } from './specification.ts';

/** How examples are made. */
export interface ExampleOptions {
  follow(node: Node | undefined): Node;
  /** Which members an object gets. */
  readonly members: 'all' | 'required';
  /** Added to the choice among alternatives, so that different numbers give different ones. @default 0 */
  readonly variant?: number;
  /** Whether an object gets a member of the given name. @default every member */
  readonly knows?: (object: Node, member: string) => boolean;
  /** Adds what only a newer cluster sends: a member for every object, another text for every enumeration. @default false */
  readonly isNewer?: boolean;
}

/** A value that fits a schema. Ends at schemas that hold themselves. */
export function exampleValue(
  schema: Node | undefined,
  options: ExampleOptions,
  open: readonly Node[] = [],
  requiredAbove: readonly string[] = [],
): unknown {
  const node = options.follow(schema);
  if (open.includes(node)) return undefined;
  const inside = [...open, node];
  const alternatives = node.oneOf ?? node.anyOf;
  if (alternatives !== undefined && alternatives.length > 0)
    return exampleAlternative(node, alternatives, options, inside);
  if (node.enum !== undefined) return options.isNewer === true ? 'BRAND_NEW' : node.enum[0];
  if (node.type === 'object' || node.properties !== undefined || (node.allOf?.length ?? 0) > 1)
    return exampleObject(node, options, inside, requiredAbove);
  if (node.allOf?.length === 1 && node.pattern === undefined)
    return exampleValue(node.allOf[0], options, inside);
  return exampleScalar(node, options, inside);
}

function exampleAlternative(
  node: Node,
  alternatives: readonly Node[],
  options: ExampleOptions,
  open: readonly Node[],
): unknown {
  const chosen = alternatives[(options.variant ?? 0) % alternatives.length];
  const value = exampleValue(chosen, options, open);
  const { propertyName, mapping } = node.discriminator ?? {};
  if (propertyName === undefined || typeof value !== 'object' || value === null) return value;
  const tag = Object.entries(mapping ?? {}).find(([, reference]) => reference === chosen?.$ref)?.[0];
  return tag === undefined ? value : { ...value, [propertyName]: tag };
}

/** What a composed schema requires, it may require of members that its parts define. */
function exampleObject(
  node: Node,
  options: ExampleOptions,
  open: readonly Node[],
  requiredAbove: readonly string[],
): unknown {
  const required = [...requiredAbove, ...(node.required ?? [])];
  const value: Record<string, unknown> = {};
  for (const part of node.allOf ?? []) Object.assign(value, exampleValue(part, options, open, required));
  for (const [name, member] of Object.entries(node.properties ?? {})) {
    if (options.members === 'required' && !required.includes(name)) continue;
    if (options.knows?.(node, name) === false) continue;
    const example = exampleValue(member, options, open);
    if (example !== undefined) value[name] = example;
  }
  if (node.additionalProperties === true) Object.assign(value, { ключ: 'ü/?#', nested: { list: [1, null] } });
  // What may hold any member has nothing new.
  const isOpen = node.additionalProperties !== undefined && node.additionalProperties !== false;
  if (options.isNewer === true && !isOpen) value.brandNewMember = { any: 'thing' };
  return value;
}

function exampleScalar(node: Node, options: ExampleOptions, open: readonly Node[]): unknown {
  switch (node.type) {
    case 'integer':
    case 'number':
      return Math.max(Number(node.minimum ?? 7), Math.min(7, Number(node.maximum ?? 7)));
    case 'boolean':
      return true;
    case 'array': {
      const item = exampleValue(node.items, options, open);
      return item === undefined ? [] : [item];
    }
    case 'string':
      return exampleText(node, options);
    default:
      return { any: 'thing' };
  }
}

const TEXTS = [
  '2251799813685249',
  '2251799813685249-1',
  '123*',
  'abcd',
  'a',
  'a1',
  'io.camunda.x:1',
  '<default>',
  'aGVsbG8=',
];

function exampleText(node: Node, { follow }: ExampleOptions): unknown {
  if (node.format === 'binary')
    return new File(['some bytes'], 'some.bpmn', { type: 'application/octet-stream' });
  if (node.format === 'date-time') return '2026-01-02T03:04:05.000Z';
  const rules: Node = { ...Object.assign({}, ...(node.allOf ?? []).map(follow)), ...node };
  const {
    pattern,
    minLength = 0,
    maxLength = 1000,
  } = rules as unknown as { pattern?: string; minLength?: number; maxLength?: number };
  const regex = pattern === undefined ? undefined : new RegExp(pattern, pattern.includes('\\p') ? 'u' : '');
  const found = TEXTS.find(
    (text) => text.length >= minLength && text.length <= maxLength && (regex?.test(text) ?? true),
  );
  if (found === undefined) throw new Error(`no example text for ${JSON.stringify(node)}`);
  return found;
}
