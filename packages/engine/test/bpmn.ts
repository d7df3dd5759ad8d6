/** BPMN for tests: the elements and flows of one process, wrapped into a file. */
export function bpmn(processId: string, content: string, root = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="test">
  <bpmn:process id="${processId}" name="${processId} name" isExecutable="true">${content}</bpmn:process>${root}
</bpmn:definitions>`;
}

let flowCount = 0;

/** Sequence flows along a path of element ids: `flows('start task end')`. */
export function flows(path: string): string {
  const ids = path.split(' ');
  return ids
    .slice(1)
    .map((target, index) => flow(ids[index] ?? '', target))
    .join('');
}

/** One sequence flow. */
export function flow(source: string, target: string, condition?: string, id = `flow-${++flowCount}`): string {
  const inside =
    condition === undefined
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition)}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</bpmn:sequenceFlow>`;
}

export const start = '<bpmn:startEvent id="start"/>';
export const end = '<bpmn:endEvent id="end"/>';

/** A service task with a job type and further extension elements. */
export function serviceTask(id: string, type: string, extensions = '', retries?: string): string {
  const attribute = retries === undefined ? '' : ` retries="${retries}"`;
  return `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${escapeXml(type)}"${attribute}/>${extensions}</bpmn:extensionElements></bpmn:serviceTask>`;
}

/** An input/output mapping: `mapping({ inputs: { target: 'source' } })`. */
export function mapping(parts: {
  inputs?: Record<string, string>;
  outputs?: Record<string, string>;
}): string {
  const list = (kind: string, mappings: Record<string, string> = {}) =>
    Object.entries(mappings)
      .map(([target, source]) => `<zeebe:${kind} source="${escapeXml(source)}" target="${target}"/>`)
      .join('');
  return `<zeebe:ioMapping>${list('input', parts.inputs)}${list('output', parts.outputs)}</zeebe:ioMapping>`;
}

/** start → task (job type `work`) → end. */
export function oneTask(processId = 'one-task', type = 'work', extensions = ''): string {
  return bpmn(processId, `${start}${serviceTask('task', type, extensions)}${end}${flows('start task end')}`);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** An empty element, with attributes: `element('endEvent', 'end')`. */
export function element(kind: string, id: string, inside = '', attributes = ''): string {
  return `<bpmn:${kind} id="${id}"${attributes === '' ? '' : ` ${attributes}`}>${inside}</bpmn:${kind}>`;
}

/** A sub-process; its elements must have their own ids. */
export function subProcess(id: string, content: string, attributes = ''): string {
  return element('subProcess', id, content, attributes);
}

/** An event sub-process that begins with a start event `<id>-start` of an event definition. */
export function eventSubProcess(id: string, definition: string, content: string, attributes = ''): string {
  const begin = element('startEvent', `${id}-start`, definition, attributes);
  return subProcess(id, begin + content, 'triggeredByEvent="true"');
}

/** Extension elements. */
export function extensions(content: string): string {
  return `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;
}

/** A boundary event. */
export function boundary(id: string, attachedTo: string, definition: string, attributes = ''): string {
  return element('boundaryEvent', id, definition, `attachedToRef="${attachedTo}" ${attributes}`);
}

/** The event definition of an error; without a reference it is a catch-all. */
export function errorEvent(reference?: string): string {
  return reference === undefined
    ? '<bpmn:errorEventDefinition/>'
    : `<bpmn:errorEventDefinition errorRef="${reference}"/>`;
}

/** The root element of an error with a code. */
export function error(id: string, code: string): string {
  return `<bpmn:error id="${id}" errorCode="${code}"/>`;
}
