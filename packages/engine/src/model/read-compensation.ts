import type { ModdleElement } from 'bpmn-moddle';
import type { DraftElement } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, listOf } from './moddle-access.ts';

/** Connects the compensation boundary events of a scope with the handlers that associations lead to. */
export function connectCompensation(
  scope: ModdleElement,
  elements: ReadonlyMap<string, DraftElement>,
  findings: Findings,
): void {
  const associations = [...listOf(scope, 'artifacts'), ...listOf(scope, 'flowElements')].filter(
    ({ $type }) => $type === 'bpmn:Association',
  );
  for (const source of listOf(scope, 'flowElements')) {
    const boundary = elements.get(source.id ?? '');
    if (boundary?.type === 'BOUNDARY_EVENT' && boundary.event?.kind === 'compensation') {
      const association = associations.find((one) => elementOf(one, 'sourceRef')?.id === boundary.id);
      const handler = elements.get(elementOf(association, 'targetRef')?.id ?? '');
      if (handler === undefined || !handler.isForCompensation) {
        findings.add(
          boundary.id,
          'A compensation boundary event must lead, by an association, to an activity that is for compensation',
        );
      }
      if (boundary.outgoing.length > 0) {
        findings.add(boundary.id, 'A compensation boundary event must not have an outgoing sequence flow');
      }
      const host = elements.get(elementOf(source, 'attachedToRef')?.id ?? '');
      if (host !== undefined) {
        host.compensationHandler = handler ?? null;
      }
    }
  }
}
