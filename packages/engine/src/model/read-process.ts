import type { ModdleElement } from 'bpmn-moddle';
import type { ElementType } from '../runtime/event.ts';
import { elementTypes, ignoredTypes } from './element-types.ts';
import type { DraftElement, ExecutableProcess, SequenceFlow } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, listOf, textOf } from './moddle-access.ts';
import { innerInstanceOf } from './read-ad-hoc.ts';
import { connectCompensation } from './read-compensation.ts';
import { readElementDetails } from './read-element.ts';
import { readJobPriority } from './read-job.ts';
import { readStartForm } from './read-linked.ts';
import { splitLoop } from './read-loop.ts';
import { readExpression } from './read-property.ts';

/** Turns a parsed process into its executable form. What is wrong goes to `findings`; then the result must not be used. */
export function readProcess(source: ModdleElement, findings: Findings): ExecutableProcess {
  const elements = new Map<string, DraftElement>();
  const root = draftElement(source, 'PROCESS', null);
  elements.set(root.id, root);
  readElementDetails(source, root, findings);
  readScope(source, root, elements, findings, 0);
  connectScope(source, elements, findings);
  return {
    id: root.id,
    name: root.name,
    versionTag: textOf(extensionOf(source, 'zeebe:VersionTag'), 'value') ?? null,
    jobPriority: readJobPriority(source, findings),
    startForm: readStartForm(source, findings),
    root,
    elements,
  };
}

function draftElement(
  source: ModdleElement,
  type: DraftElement['type'],
  parent: DraftElement | null,
): DraftElement {
  return {
    id: source.id ?? '',
    name: textOf(source, 'name') ?? null,
    type,
    parent,
    children: [],
    incoming: [],
    outgoing: [],
    defaultFlow: null,
    event: null,
    boundaryEvents: [],
    eventStarts: [],
    attachedTo: null,
    interrupting: true,
    inputs: [],
    outputs: [],
    job: null,
    userTask: null,
    listeners: [],
    isForCompensation: false,
    compensationHandler: null,
    adHoc: null,
    loop: null,
    inner: null,
    calledElement: null,
    calledDecision: null,
    script: null,
  };
}

/** Beyond this a model is no work of people, and its scopes would exhaust the stack. */
const MAX_DEPTH = 200;

function readScope(
  scope: ModdleElement,
  parent: DraftElement,
  elements: Map<string, DraftElement>,
  findings: Findings,
  depth: number,
): void {
  if (depth > MAX_DEPTH) {
    findings.add(parent.id, `Scopes may be nested ${MAX_DEPTH} deep, and this one is deeper`);
    return;
  }
  for (const source of listOf(scope, 'flowElements')) {
    const type = typeOf(source);
    if (type === undefined) {
      if (source.$type !== 'bpmn:SequenceFlow' && !ignoredTypes.has(source.$type)) {
        const name = source.$type.replace('bpmn:', '');
        findings.add(source.id, `An element of type ${name} is not supported by the embedded engine`);
      }
      continue;
    }
    if (source.id === undefined || source.id === '') {
      findings.add(parent.id, `An element of type ${source.$type.replace('bpmn:', '')} has no id`);
      continue;
    }
    const element = draftElement(source, type, parent);
    elements.set(element.id, element);
    parent.children.push(element);
    readElementDetails(source, element, findings);
    const activity = splitLoop(source, element, findings);
    readScope(source, activity, elements, findings, depth + 1);
    if (activity.adHoc !== null) {
      const path = innerInstanceOf(activity, draftElement(source, activity.type, activity));
      elements.set(path.id, path);
    }
    if (type === 'EVENT_SUB_PROCESS') {
      parent.eventStarts.push(...element.children.filter((child) => child.type === 'START_EVENT'));
    }
  }
}

function typeOf(source: ModdleElement): ElementType | undefined {
  return source.$type === 'bpmn:SubProcess' && source.triggeredByEvent === true
    ? 'EVENT_SUB_PROCESS'
    : elementTypes[source.$type];
}

/** Second pass, when all elements are known: flows, default flows and attachments. */
function connectScope(scope: ModdleElement, elements: Map<string, DraftElement>, findings: Findings): void {
  const flows = new Map<string, SequenceFlow>();
  for (const source of listOf(scope, 'flowElements')) {
    if (source.$type === 'bpmn:SequenceFlow') {
      connectFlow(source, elements, flows, findings);
    }
  }
  for (const source of listOf(scope, 'flowElements')) {
    const element = elements.get(source.id ?? '');
    const defaultFlow = flows.get(elementOf(source, 'default')?.id ?? '');
    if (element !== undefined && defaultFlow !== undefined) {
      element.defaultFlow = defaultFlow;
    }
    const host = elements.get(elementOf(source, 'attachedToRef')?.id ?? '');
    if (element !== undefined && host !== undefined) {
      element.attachedTo = host;
      host.boundaryEvents.push(element);
    }
    if (element !== undefined) {
      connectScope(source, elements, findings);
    }
  }
  connectCompensation(scope, elements, findings);
}

function connectFlow(
  source: ModdleElement,
  elements: Map<string, DraftElement>,
  flows: Map<string, SequenceFlow>,
  findings: Findings,
): void {
  const id = source.id ?? '';
  const from = elements.get(elementOf(source, 'sourceRef')?.id ?? '');
  const to = elements.get(elementOf(source, 'targetRef')?.id ?? '');
  if (from === undefined || to === undefined) {
    const end = from === undefined ? 'source' : 'target';
    findings.add(id, `The sequence flow's ${end} is missing or is no supported element`);
    return;
  }
  const body = textOf(elementOf(source, 'conditionExpression'), 'body');
  const condition = body === undefined ? null : readExpression(body, id, findings);
  const flow: SequenceFlow = { id, source: from, target: to, condition };
  flows.set(id, flow);
  from.outgoing.push(flow);
  to.incoming.push(flow);
}
