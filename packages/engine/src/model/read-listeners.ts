import type { ModdleElement } from 'bpmn-moddle';
import type { ListenerDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, listOf, textOf } from './moddle-access.ts';
import { headersOf, readHeaders, readInteger } from './read-job.ts';
import { readProperty } from './read-property.ts';

const EVENT_TYPES: Readonly<Record<string, ListenerDefinition['eventType']>> = {
  start: 'START',
  end: 'END',
  beforeAll: 'BEFORE_ALL',
  cancel: 'CANCEL',
};

/** Reads the execution listeners of an element, and checks where they are allowed. */
export function readListeners(source: ModdleElement, findings: Findings): ListenerDefinition[] {
  const listeners = listOf(extensionOf(source, 'zeebe:ExecutionListeners'), 'listeners');
  const seen = new Set<string>();
  return listeners.flatMap((listener) => {
    const name = textOf(listener, 'eventType') ?? '';
    const type = textOf(listener, 'type') ?? '';
    const eventType = EVENT_TYPES[name];
    if (eventType === undefined) {
      findings.add(source.id, `Execution listeners of the event type '${name}' are not supported`);
      return [];
    }
    checkPlace(source, eventType, findings);
    if (type.trim() === '') {
      findings.add(source.id, 'An execution listener must have a job type');
    }
    if (seen.has(`${name}/${type}`)) {
      findings.add(
        source.id,
        `There are two execution listeners of the event type '${name}' and the job type '${type}'`,
      );
    }
    seen.add(`${name}/${type}`);
    const retries = textOf(listener, 'retries') ?? '3';
    const job = {
      type: readProperty(type, source.id, findings),
      retries: readInteger(retries, source.id, 'number of retries', findings),
      priority: null,
      headers: { ...readHeaders(source), ...headersOf(elementOf(listener, 'headers')) },
    };
    return [{ eventType, job }];
  });
}

function checkPlace(
  source: ModdleElement,
  eventType: ListenerDefinition['eventType'],
  findings: Findings,
): void {
  const { $type } = source;
  const definition = listOf(source, 'eventDefinitions')[0]?.$type;
  const isRefused =
    eventType === 'START'
      ? $type === 'bpmn:StartEvent' || $type === 'bpmn:BoundaryEvent'
      : $type.endsWith('Gateway') ||
        ($type === 'bpmn:EndEvent' && definition === 'bpmn:ErrorEventDefinition');
  const isCompensation = $type === 'bpmn:BoundaryEvent' && definition === 'bpmn:CompensateEventDefinition';
  if (isRefused || isCompensation) {
    findings.add(
      source.id,
      `An execution listener of the event type ${eventType} is not allowed on this element`,
    );
  }
  if (eventType === 'BEFORE_ALL' && elementOf(source, 'loopCharacteristics') === undefined) {
    findings.add(source.id, 'An execution listener of the event type beforeAll needs a multi-instance');
  }
  if (eventType === 'CANCEL' && $type !== 'bpmn:Process') {
    findings.add(source.id, 'An execution listener of the event type cancel is only allowed on a process');
  }
}
