import type { ModdleElement } from 'bpmn-moddle';
import type { Findings } from './finding.ts';
import { elementOf, textOf } from './moddle-access.ts';
import { readProperty } from './read-property.ts';
import type { ThrowEventDefinition } from './throw-event-definition.ts';

/** Reads an escalation, link, terminate or compensation event; undefined for other kinds. */
export function readThrowEvent(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): ThrowEventDefinition | undefined {
  const place = source.$type.replace('bpmn:', '');
  const allowed = PLACES[definition.$type];
  if (allowed === undefined) {
    return undefined;
  }
  if (!allowed.has(place)) {
    const kind = definition.$type.replace('bpmn:', '').replace('EventDefinition', '').toLowerCase();
    findings.add(source.id, `A ${kind} event is not allowed here`);
  }
  switch (definition.$type) {
    case 'bpmn:EscalationEventDefinition':
      return readEscalation(source, definition, findings);
    case 'bpmn:LinkEventDefinition':
      return readLink(source, definition, findings);
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'terminate' };
    default:
      return { kind: 'compensation', activityId: elementOf(definition, 'activityRef')?.id ?? null };
  }
}

/** Where each kind of event may be. */
const PLACES: Readonly<Record<string, ReadonlySet<string>>> = {
  'bpmn:EscalationEventDefinition': new Set([
    'IntermediateThrowEvent',
    'EndEvent',
    'BoundaryEvent',
    'StartEvent',
  ]),
  'bpmn:LinkEventDefinition': new Set(['IntermediateThrowEvent', 'IntermediateCatchEvent']),
  'bpmn:TerminateEventDefinition': new Set(['EndEvent']),
  'bpmn:CompensateEventDefinition': new Set(['IntermediateThrowEvent', 'EndEvent', 'BoundaryEvent']),
};

function readEscalation(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): ThrowEventDefinition {
  const isThrown = source.$type === 'bpmn:IntermediateThrowEvent' || source.$type === 'bpmn:EndEvent';
  const reference = elementOf(definition, 'escalationRef');
  const code = textOf(reference, 'escalationCode') ?? '';
  if ((isThrown || reference !== undefined) && code === '') {
    findings.add(source.id, 'The escalation that the event refers to must have a code');
  }
  if (!isThrown && code.trimStart().startsWith('=')) {
    findings.add(source.id, 'The code of a caught escalation must be text, not an expression');
  }
  return { kind: 'escalation', code: code === '' ? null : readProperty(code, source.id, findings) };
}

function readLink(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): ThrowEventDefinition {
  const name = textOf(definition, 'name') ?? '';
  if (name === '') {
    findings.add(source.id, 'A link event must have a link name');
  }
  return { kind: 'link', name };
}
