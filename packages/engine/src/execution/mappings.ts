import type { FeelContext } from '../feel/index.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { evaluateProperty, scopeContext } from './evaluate.ts';
import { findNode } from './node.ts';
import { lookUpVariable, propagateVariables, setLocalVariables } from './variables.ts';

/** Fills the element's own scope: each mapping sees the targets of those before it. */
export function applyInputMappings(step: Step, { instance, element }: ElementNode): void {
  if (element.inputs.length === 0) {
    return;
  }
  const built: Record<string, JsonValue> = Object.create(null);
  const outside = scopeContext(step, instance.key);
  const context: FeelContext = (name) => (name in built ? built[name] : outside(name));
  for (const { source, target } of element.inputs) {
    const [name = ''] = target;
    const value = evaluateProperty(step, context, source, 'IO_MAPPING_ERROR');
    built[name] = withLeaf(built[name], target.slice(1), value);
  }
  setLocalVariables(step, instance.key, built);
}

/**
 * Lifts what the mappings choose from the element's scope into the scopes around it; beside a dotted target everything stays.
 * What a multi-instance activity collects is each item's own, so a mapping to that variable stays there.
 */
export function applyOutputMappings(step: Step, { instance, element }: ElementNode): void {
  if (element.outputs.length === 0) {
    return;
  }
  const { key, value: facts } = instance;
  const collected = findNode(step, facts.flowScopeKey)?.element.loop?.collectedVariable;
  const targetScope = (name: string) => (name === collected ? key : facts.flowScopeKey);
  const built: Record<string, JsonValue> = Object.create(null);
  const inside = scopeContext(step, key);
  const context: FeelContext = (name) => {
    const isHidden = name !== collected && step.state.variables.find(key, name) !== undefined;
    return !isHidden && name in built ? built[name] : inside(name);
  };
  for (const { source, target } of element.outputs) {
    const [name = ''] = target;
    const value = evaluateProperty(step, context, source, 'IO_MAPPING_ERROR');
    const base = name in built ? built[name] : lookUpVariable(step, targetScope(name), name);
    built[name] = withLeaf(base, target.slice(1), value);
  }
  const startsEventSubProcess =
    element.type === 'START_EVENT' && element.parent?.type === 'EVENT_SUB_PROCESS';
  const write = startsEventSubProcess ? setLocalVariables : propagateVariables;
  for (const name of Object.keys(built)) {
    write(step, targetScope(name), { [name]: built[name] ?? null });
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
