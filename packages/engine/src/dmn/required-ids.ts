import type { DmnElement } from 'dmn-moddle';
import { elementMember, listMember, textMember } from './dmn-access.ts';

/** The ids that the requirements of an element point to, in the order of the file. */
export function requiredIds(element: DmnElement, requirement: string, target: string): string[] {
  return listMember(element, requirement)
    .map((entry) => textMember(elementMember(entry, target), 'href'))
    .filter((href) => href !== undefined)
    .map((href) => href.replace(/^#/, ''));
}
