import type { DmnElement } from 'dmn-moddle';

/** A text member of a parsed element. */
export function textMember(element: DmnElement | undefined, member: string): string | undefined {
  const value = element?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** An element member of a parsed element. */
export function elementMember(element: DmnElement | undefined, member: string): DmnElement | undefined {
  const value = element?.[member];
  return typeof value === 'object' && value !== null ? (value as DmnElement) : undefined;
}

/** A list member of a parsed element. */
export function listMember(element: DmnElement | undefined, member: string): readonly DmnElement[] {
  const value = element?.[member];
  return Array.isArray(value) ? (value as DmnElement[]) : [];
}
