import type { ModdleElement } from 'bpmn-moddle';
import { parseTimer, type TimerKind } from '../timer/index.ts';
import type {
  CatchEventDefinition,
  ConditionalEventDefinition,
  MessageEventDefinition,
  TimerEventDefinition,
  VariableChange,
} from './catch-event-definition.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, textOf } from './moddle-access.ts';
import { readExpression, readProperty } from './read-property.ts';

/** Reads a message, signal, timer or conditional event; null if it is broken, undefined if it is another kind of event. */
export function readCatchEvent(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): CatchEventDefinition | null | undefined {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return readMessageEvent(source, elementOf(definition, 'messageRef'), findings);
    case 'bpmn:SignalEventDefinition': {
      const name = textOf(elementOf(definition, 'signalRef'), 'name') ?? '';
      return { kind: 'signal', name: readProperty(name, source.id, findings) };
    }
    case 'bpmn:TimerEventDefinition':
      return readTimer(source, definition, findings);
    case 'bpmn:ConditionalEventDefinition':
      return readCondition(source, definition, findings);
    default:
      return undefined;
  }
}

/** What a receive task waits for; undefined for every other element. */
export function readReceiveTask(
  source: ModdleElement,
  findings: Findings,
): MessageEventDefinition | undefined {
  return source.$type === 'bpmn:ReceiveTask'
    ? readMessageEvent(source, elementOf(source, 'messageRef'), findings)
    : undefined;
}

function readMessageEvent(
  source: ModdleElement,
  message: ModdleElement | undefined,
  findings: Findings,
): MessageEventDefinition {
  const subscription = message === undefined ? undefined : extensionOf(message, 'zeebe:Subscription');
  const key = textOf(subscription, 'correlationKey') ?? '';
  return {
    kind: 'message',
    name: readProperty(textOf(message, 'name') ?? '', source.id, findings),
    correlationKey: key.trim() === '' ? null : readProperty(key, source.id, findings),
  };
}

const TIMER_MEMBERS: readonly (readonly [member: string, kind: TimerKind])[] = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
];

function readTimer(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): TimerEventDefinition | null {
  const given = TIMER_MEMBERS.filter(([member]) => elementOf(definition, member) !== undefined);
  const [first] = given;
  if (first === undefined || given.length > 1) {
    findings.add(source.id, 'A timer event must have exactly one of a date, a duration and a cycle');
    return null;
  }
  const [member, timer] = first;
  const text = textOf(elementOf(definition, member), 'body') ?? '';
  const value = readProperty(text, source.id, findings);
  if (value.kind === 'static') {
    const result = parseTimer(timer, value.text);
    if (!result.ok) {
      findings.add(source.id, `The timer cannot be read: ${result.message}`);
    }
  }
  return { kind: 'timer', timer, value };
}

function readCondition(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): ConditionalEventDefinition | null {
  const body = textOf(elementOf(definition, 'condition'), 'body') ?? '';
  if (body.trim() === '') {
    findings.add(source.id, 'A conditional event must have a condition');
    return null;
  }
  const condition = readExpression(body, source.id, findings);
  const filter = extensionOf(definition, 'zeebe:ConditionalFilter');
  const names = split(textOf(filter, 'variableNames'));
  const changes = split(textOf(filter, 'variableEvents')).map((change) => change.toLowerCase());
  if (!changes.every(isVariableChange)) {
    findings.add(source.id, `The variable events of a condition must be 'create', 'update' or both`);
    return null;
  }
  return condition === null
    ? null
    : {
        kind: 'conditional',
        condition,
        variableNames: names.length === 0 ? null : new Set(names),
        variableEvents: new Set(changes.length === 0 ? ['create', 'update'] : changes),
      };
}

function isVariableChange(text: string): text is VariableChange {
  return text === 'create' || text === 'update';
}

function split(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
