import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';

/** Whether two JSON values are equal; the order of an object's members does not matter. */
export function isSameJson(left: JsonValue, right: JsonValue): boolean {
  if (left === right) {
    return true;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  }
  return isJsonObject(left) && isJsonObject(right) && isSameObject(left, right);
}

function isSameObject(left: JsonObject, right: JsonObject): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSameJson(left[name] ?? null, right[name] ?? null))
  );
}
