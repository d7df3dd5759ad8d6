import type { GenericSchema } from 'valibot';

/** The parts of valibot's schemas that say what is inside. */
interface SchemaNode {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly options?: readonly (SchemaNode | string)[];
  readonly wrapped?: SchemaNode;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
}

const OPEN_TYPES: readonly string[] = ['record', 'object_with_rest', 'loose_object', 'unknown', 'any'];

/** The paths of the members that no alternative of the schema knows. */
export function findUnknownMembers(schema: GenericSchema, value: unknown): string[] {
  const found: string[] = [];
  walk([schema as unknown as SchemaNode], value, '', found);
  return found;
}

function walk(nodes: readonly SchemaNode[], value: unknown, path: string, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const shapes = nodes.flatMap(alternatives);
  if (Array.isArray(value)) {
    const items = shapes.flatMap((shape) => (shape.type === 'array' && shape.item ? [shape.item] : []));
    if (items.length === 0) return;
    for (const [index, item] of value.entries()) walk(items, item, join(path, String(index)), found);
    return;
  }
  // Whatever may hold any member, such as variables, knows all of them.
  if (shapes.some(({ type }) => OPEN_TYPES.includes(type))) return;
  const objects = shapes.filter(({ entries }) => entries !== undefined);
  if (objects.length === 0) return;
  for (const [name, member] of Object.entries(value)) {
    const known = objects.flatMap(({ entries }) =>
      entries && Object.hasOwn(entries, name) ? [entries[name] as SchemaNode] : [],
    );
    if (known.length === 0) found.push(join(path, name));
    else walk(known, member, join(path, name), found);
  }
}

/** A schema without its wrappers, and all branches of unions and intersections. */
function alternatives(node: SchemaNode): SchemaNode[] {
  if (node.wrapped) return alternatives(node.wrapped);
  if (node.type === 'union' || node.type === 'intersect' || node.type === 'variant') {
    return (node.options ?? []).flatMap((option) => (typeof option === 'string' ? [] : alternatives(option)));
  }
  return [node];
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
