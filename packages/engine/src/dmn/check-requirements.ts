/// <reference path="./dmn-moddle.d.ts" />
import type { DmnElement } from 'dmn-moddle';
import type { ProblemList } from './problem-list.ts';
import { requiredIds } from './required-ids.ts';

/** Checks that ids are unique, that what is required exists, and that nothing requires itself. */
export function checkRequirements(elements: readonly DmnElement[], problems: ProblemList): void {
  const byId = new Map<string, DmnElement>();
  for (const element of elements) {
    if (element.id === undefined) continue;
    if (byId.has(element.id)) problems.add(element.id, `the id '${element.id}' is used twice`);
    byId.set(element.id, element);
  }
  for (const element of elements) {
    for (const id of allRequired(element)) {
      if (!byId.has(id)) problems.add(element.id, `the required element '${id}' is not in the file`);
    }
    if (element.id !== undefined && reaches(element.id, element.id, byId, new Set())) {
      problems.add(element.id, 'the element requires itself, directly or through others');
    }
  }
}

function allRequired(element: DmnElement): string[] {
  return [
    ...requiredIds(element, 'informationRequirement', 'requiredDecision'),
    ...requiredIds(element, 'knowledgeRequirement', 'requiredKnowledge'),
  ];
}

function reaches(from: string, target: string, byId: Map<string, DmnElement>, seen: Set<string>): boolean {
  const element = byId.get(from);
  if (element === undefined || seen.has(from)) return false;
  seen.add(from);
  return allRequired(element).some((id) => id === target || reaches(id, target, byId, seen));
}
