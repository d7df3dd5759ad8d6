import type { ModdleElement } from 'bpmn-moddle';
import type { FeelExpression } from '../feel/index.ts';
import type { DraftElement, LoopDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, textOf } from './moddle-access.ts';
import { readExpression, readProperty } from './read-property.ts';

const NAME_PATTERN = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const PATH_PATTERN = /^[\p{L}_$][\p{L}\p{N}_$.]*$/u;

/**
 * Splits a multi-instance activity: `element` becomes the body, which flows and boundary events belong to, and the result is
 * the activity that runs once for each item. Any other activity is its own result.
 */
export function splitLoop(source: ModdleElement, element: DraftElement, findings: Findings): DraftElement {
  const characteristics = elementOf(source, 'loopCharacteristics');
  if (characteristics === undefined) {
    return element;
  }
  if (characteristics.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    findings.add(source.id, 'A standard loop is not supported by the embedded engine');
    return element;
  }
  const loop = readLoop(source, characteristics, findings);
  const inner: DraftElement = { ...element };
  element.type = 'MULTI_INSTANCE_BODY';
  element.loop = loop;
  element.inner = inner;
  element.event = null;
  element.job = null;
  element.adHoc = null;
  element.inputs = [];
  element.outputs = [];
  element.listeners = element.listeners.filter(({ eventType }) => eventType === 'BEFORE_ALL');
  inner.listeners = inner.listeners.filter(({ eventType }) => eventType !== 'BEFORE_ALL');
  inner.isForCompensation = false;
  inner.children = [];
  inner.eventStarts = [];
  inner.incoming = [];
  inner.outgoing = [];
  inner.boundaryEvents = [];
  return inner;
}

function readLoop(
  source: ModdleElement,
  characteristics: ModdleElement,
  findings: Findings,
): LoopDefinition | null {
  const extension = extensionOf(characteristics, 'zeebe:LoopCharacteristics');
  const inputCollection = textOf(extension, 'inputCollection') ?? '';
  if (inputCollection.trim() === '') {
    findings.add(source.id, 'A multi-instance activity must have an input collection');
  }
  const outputCollection = nameOf(source, extension, 'outputCollection', findings);
  const outputText = textOf(extension, 'outputElement') ?? '';
  const hasOutput = outputText.trim() !== '';
  if ((outputCollection !== null) !== hasOutput) {
    findings.add(source.id, 'Output collection and output element of a multi-instance must come together');
  }
  const outputElement = hasOutput ? readExpression(outputText, source.id, findings) : null;
  const condition = textOf(elementOf(characteristics, 'completionCondition'), 'body');
  return {
    isSequential: characteristics.isSequential === true,
    inputCollection: readProperty(inputCollection, source.id, findings),
    inputElement: nameOf(source, extension, 'inputElement', findings),
    outputCollection,
    outputElement,
    collectedVariable: collectedBy(outputElement),
    completionCondition: condition === undefined ? null : readExpression(condition, source.id, findings),
  };
}

function collectedBy(outputElement: FeelExpression | null): string | null {
  const isPath = outputElement !== null && PATH_PATTERN.test(outputElement.text.trim());
  return isPath ? (outputElement.variablesRead[0] ?? null) : null;
}

function nameOf(
  source: ModdleElement,
  extension: ModdleElement | undefined,
  member: string,
  findings: Findings,
): string | null {
  const name = textOf(extension, member) ?? '';
  if (name === '') {
    return null;
  }
  if (!NAME_PATTERN.test(name)) {
    findings.add(source.id, `The attribute ${member} must be the name of a variable, but it is '${name}'`);
  }
  return name;
}
