import type { Mapping } from '../model/executable.ts';
import type { JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { isJsonObject } from '../runtime/json.ts';
import { valueOf } from '../model/expression.ts';
import { ElementFailure } from './element-failure.ts';
import { propagateVariables, setLocalVariables, visibleVariables } from './variables.ts';

/** Fills the element's own scope: each mapping sees the targets of those before it. */
export function applyInputMappings(step: Step, node: ElementNode): void {
  const { inputs } = node.element;
  if (inputs.length === 0) {
    return;
  }
  const context = visibleVariables(step, node.instance.key);
  const built: Record<string, JsonValue> = Object.create(null);
  for (const mapping of inputs) {
    const [name = ''] = mapping.target;
    built[name] = withLeaf(built[name], mapping.target.slice(1), evaluateMapping(mapping, context, node));
    context[name] = built[name];
  }
  setLocalVariables(step, node.instance.key, built);
}

/** Lifts what the mappings choose from the element's scope into the scopes around it. */
export function applyOutputMappings(step: Step, node: ElementNode): void {
  const { outputs } = node.element;
  if (outputs.length === 0) {
    return;
  }
  const { key, value } = node.instance;
  const context = visibleVariables(step, key);
  const outside = visibleVariables(step, value.flowScopeKey);
  const built: Record<string, JsonValue> = Object.create(null);
  for (const mapping of outputs) {
    const [name = ''] = mapping.target;
    const base = built[name] ?? outside[name];
    built[name] = withLeaf(base, mapping.target.slice(1), evaluateMapping(mapping, context, node));
    if (step.state.variables.find(key, name) === undefined) {
      context[name] = built[name];
    }
  }
  propagateVariables(step, value.flowScopeKey, built);
}

function evaluateMapping(
  mapping: Mapping,
  context: Record<string, JsonValue>,
  node: ElementNode,
): JsonValue {
  try {
    return valueOf(mapping.source, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ElementFailure(
      'IO_MAPPING_ERROR',
      `The mapping to '${mapping.target.join('.')}' of the element '${node.element.id}' failed: ${reason}`,
    );
  }
}

/** `base` with one leaf replaced; what is beside the path is kept, and what is missing is made. */
function withLeaf(base: JsonValue | undefined, path: readonly string[], leaf: JsonValue): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) {
    return leaf;
  }
  const object = base !== undefined && isJsonObject(base) ? base : {};
  const inner = Object.hasOwn(object, name) ? object[name] : undefined;
  return { ...object, [name]: withLeaf(inner, rest, leaf) };
}
