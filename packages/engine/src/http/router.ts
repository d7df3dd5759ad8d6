import type { RoutedOperation } from './routed-operation.ts';

/** The API's base. */
const BASE = '/v2';

/** What a path leads to. */
export type RouteResult =
  | { readonly kind: 'found'; readonly operation: RoutedOperation; readonly path: Record<string, string> }
  /** The path is known, but not with this method. */
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown' }
  /** The path has a part that is not percent-encoded UTF-8. */
  | { readonly kind: 'malformed' };

interface RouteNode {
  readonly children: Map<string, RouteNode>;
  parameter: RouteNode | null;
  readonly operations: Map<string, { operation: RoutedOperation; names: readonly string[] }>;
}

/** Finds operations by method and path. Fixed parts of a path go before parameters. */
export class Router {
  readonly #root: RouteNode = newNode();

  constructor(operations: Iterable<RoutedOperation>) {
    for (const operation of operations) {
      this.#add(operation);
    }
  }

  /** @param path the whole path, not decoded */
  find(method: string, path: string): RouteResult {
    const values: string[] = [];
    const node = find(this.#root, path.split('/').slice(1), 0, values);
    if (node === null) {
      return { kind: 'unknown' };
    }
    const route = node.operations.get(method);
    if (route === undefined) {
      return { kind: 'wrong-method', allowed: [...node.operations.keys()] };
    }
    const parameters: Record<string, string> = {};
    for (const [index, name] of route.names.entries()) {
      const value = decode(values[index] ?? '');
      if (value === null) {
        return { kind: 'malformed' };
      }
      parameters[name] = value;
    }
    return { kind: 'found', operation: route.operation, path: parameters };
  }

  #add(operation: RoutedOperation): void {
    let node = this.#root;
    const names: string[] = [];
    const path = operation.base === 'origin' ? operation.path : `${BASE}${operation.path}`;
    for (const part of path.split('/').slice(1)) {
      if (part.startsWith('{')) {
        names.push(part.slice(1, -1));
        node.parameter ??= newNode();
        node = node.parameter;
      } else {
        const child = node.children.get(part) ?? newNode();
        node.children.set(part, child);
        node = child;
      }
    }
    node.operations.set(operation.method, { operation, names });
  }
}

function newNode(): RouteNode {
  return { children: new Map(), parameter: null, operations: new Map() };
}

function find(node: RouteNode, parts: readonly string[], index: number, values: string[]): RouteNode | null {
  const part = parts[index];
  if (part === undefined) {
    return node.operations.size > 0 ? node : null;
  }
  const fixed = node.children.get(part);
  const found = fixed === undefined ? null : find(fixed, parts, index + 1, values);
  if (found !== null || node.parameter === null || part === '') {
    return found;
  }
  const mark = values.length;
  values.push(part);
  const below = find(node.parameter, parts, index + 1, values);
  if (below === null) {
    values.length = mark;
  }
  return below;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) {
      return null;
    }
    throw error;
  }
}
