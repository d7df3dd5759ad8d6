import type { ModdleElement } from 'bpmn-moddle';
import type { JsonObject } from '../runtime/json.ts';
import type { AdHocDefinition, DraftElement } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, listOf, textOf } from './moddle-access.ts';
import { readExpression } from './read-property.ts';

/** Reads what an ad-hoc sub-process activates, when it is done, and what it collects. */
export function readAdHoc(source: ModdleElement, findings: Findings): AdHocDefinition | null {
  if (source.$type !== 'bpmn:AdHocSubProcess') {
    return null;
  }
  const extension = extensionOf(source, 'zeebe:AdHoc');
  const expressionOf = (text: string | undefined) =>
    text === undefined || text.trim() === '' ? null : readExpression(text, source.id, findings);
  const outputCollection = textOf(extension, 'outputCollection') ?? null;
  const outputElement = expressionOf(textOf(extension, 'outputElement'));
  if ((outputCollection === null) !== (outputElement === null)) {
    findings.add(
      source.id,
      'Output collection and output element of an ad-hoc sub-process must come together',
    );
  }
  return {
    activeElements: expressionOf(textOf(extension, 'activeElementsCollection')),
    completionCondition: expressionOf(textOf(elementOf(source, 'completionCondition'), 'body')),
    cancelRemainingInstances: source.cancelRemainingInstances !== false,
    outputCollection,
    outputElement,
    elements: entriesOf(source).map(describe),
  };
}

/** The element that stands for one path through an ad-hoc sub-process; it is not in the file. */
export function innerInstanceOf(adHoc: DraftElement, draft: DraftElement): DraftElement {
  return {
    ...draft,
    id: innerInstanceId(adHoc.id),
    type: 'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
    parent: adHoc,
  };
}

/** The id of the element that stands for one path through an ad-hoc sub-process. */
export function innerInstanceId(adHocId: string): string {
  return `${adHocId}#innerInstance`;
}

/** The elements that a path can begin at: activities and events without an incoming flow. */
function entriesOf(source: ModdleElement): ModdleElement[] {
  const elements = listOf(source, 'flowElements');
  const targets = new Set(elements.map((flow) => elementOf(flow, 'targetRef')?.id));
  return elements.filter(({ $type, id, triggeredByEvent, isForCompensation }) => {
    const canBegin = /Task|Activity|SubProcess|Gateway|IntermediateThrow|IntermediateCatch/.test($type);
    return canBegin && triggeredByEvent !== true && isForCompensation !== true && !targets.has(id);
  });
}

/** An element as the variable `adHocSubProcessElements` shows it. */
function describe(source: ModdleElement): JsonObject {
  const properties = listOf(extensionOf(source, 'zeebe:Properties'), 'properties');
  return {
    elementId: source.id ?? '',
    elementName: textOf(source, 'name') ?? null,
    documentation: textOf(listOf(source, 'documentation')[0], 'text') ?? null,
    properties: Object.fromEntries(
      properties.map((property) => [textOf(property, 'name') ?? '', textOf(property, 'value') ?? '']),
    ),
    parameters: [],
  };
}
