/// <reference path="./bpmn-moddle.d.ts" />
import type { ModdleElement } from 'bpmn-moddle';

/** A text member of a parsed element. */
export function textOf(element: ModdleElement | undefined, member: string): string | undefined {
  const value = element?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** An element member of a parsed element. */
export function elementOf(element: ModdleElement | undefined, member: string): ModdleElement | undefined {
  const value = element?.[member];
  return typeof value === 'object' && value !== null ? (value as ModdleElement) : undefined;
}

/** A list member of a parsed element. */
export function listOf(element: ModdleElement | undefined, member: string): readonly ModdleElement[] {
  const value = element?.[member];
  return Array.isArray(value) ? (value as ModdleElement[]) : [];
}

/** The extension of a type, such as `zeebe:TaskDefinition`. */
export function extensionOf(element: ModdleElement, type: string): ModdleElement | undefined {
  return listOf(elementOf(element, 'extensionElements'), 'values').find((value) => value.$type === type);
}
