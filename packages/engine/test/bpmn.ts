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
