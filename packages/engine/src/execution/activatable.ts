import type { ExecutableElement, ExecutableProcess } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

/** The element that an instruction names. @throws EngineRejection if the process has none of that id */
export function elementNamed(process: ExecutableProcess, elementId: string): ExecutableElement {
  const element = process.elements.get(elementId);
  if (element === undefined || element.type === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE') {
    throw invalidArgument(
      `Expected the id of an element of the process '${process.id}', but it has no element '${elementId}'`,
    );
  }
  return element;
}

/** Whether an element is repeated by a multi-instance around it. */
function isInsideLoop(process: ExecutableProcess, element: ExecutableElement): boolean {
  return flowScopesOf(process, element).some(({ type }) => type === 'MULTI_INSTANCE_BODY');
}

/** Refuses what no instruction can activate, because it only makes sense together with something else. @throws EngineRejection */
export function refuseUnactivatable(process: ExecutableProcess, elementId: string): void {
  const element = elementNamed(process, elementId);
  const reason = reasonAgainst(element);
  if (reason !== undefined) {
    throw invalidArgument(`Expected an element that can be activated, but '${elementId}' is ${reason}`);
  }
}

/** Refuses what is repeated: it is not clear for which item. @throws EngineRejection */
export function refuseInsideLoop(process: ExecutableProcess, elementId: string): void {
  if (isInsideLoop(process, elementNamed(process, elementId))) {
    throw invalidArgument(
      `Expected an element that can be activated, but '${elementId}' is inside of a multi-instance sub-process`,
    );
  }
}

function reasonAgainst({ type, incoming }: ExecutableElement): string | undefined {
  switch (type) {
    case 'PROCESS':
      return 'the process itself';
    case 'START_EVENT':
      return 'a start event';
    case 'BOUNDARY_EVENT':
      return 'a boundary event';
    default:
      return incoming.some(({ source }) => source.type === 'EVENT_BASED_GATEWAY')
        ? 'an event behind an event-based gateway'
        : undefined;
  }
}
