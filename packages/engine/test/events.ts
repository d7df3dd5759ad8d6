/** BPMN for tests: events of every kind. */
import { flows, serviceTask } from './bpmn.ts';

/** Event definitions; messages and signals are declared with {@link message} and {@link signal}. */
export const on = {
  message: (name: string) => `<bpmn:messageEventDefinition messageRef="message-${name}"/>`,
  signal: (name: string) => `<bpmn:signalEventDefinition signalRef="signal-${name}"/>`,
  timer: (kind: 'date' | 'duration' | 'cycle', text: string) => {
    const member = `time${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    return `<bpmn:timerEventDefinition><bpmn:${member}>${text}</bpmn:${member}></bpmn:timerEventDefinition>`;
  },
  condition: (text: string, filter = '') =>
    `<bpmn:conditionalEventDefinition>${filter}<bpmn:condition>${text.replaceAll('<', '&lt;')}</bpmn:condition></bpmn:conditionalEventDefinition>`,
};

/** Which changes of variables a condition looks at; inside of a conditional event definition. */
export const conditionFilter = (attributes: string) =>
  `<bpmn:extensionElements><zeebe:conditionalFilter ${attributes}/></bpmn:extensionElements>`;

/** Declares a message, with its correlation key. */
export const message = (name: string, correlationKey?: string) =>
  `<bpmn:message id="message-${name}" name="${name}">${
    correlationKey === undefined
      ? ''
      : `<bpmn:extensionElements><zeebe:subscription correlationKey="${correlationKey}"/></bpmn:extensionElements>`
  }</bpmn:message>`;

/** Declares a signal. */
export const signal = (name: string) => `<bpmn:signal id="signal-${name}" name="${name}"/>`;

const extended = (extensions: string) =>
  extensions === '' ? '' : `<bpmn:extensionElements>${extensions}</bpmn:extensionElements>`;

export const catchEvent = (id: string, definition: string, extensions = '') =>
  `<bpmn:intermediateCatchEvent id="${id}">${extended(extensions)}${definition}</bpmn:intermediateCatchEvent>`;

export const throwEvent = (
  id: string,
  definition: string,
  extensions = '',
  type = 'intermediateThrowEvent',
) => `<bpmn:${type} id="${id}">${extended(extensions)}${definition}</bpmn:${type}>`;

export const startOn = (id: string, definition: string, extensions = '', interrupting = true) =>
  `<bpmn:startEvent id="${id}" isInterrupting="${interrupting}">${extended(extensions)}${definition}</bpmn:startEvent>`;

export const boundary = (id: string, host: string, definition: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;

/** An event sub-process: its start event → a service task → end. */
export const eventSubProcess = (id: string, start: string, jobType: string) => {
  const startId = /id="([^"]+)"/.exec(start)?.[1] ?? '';
  return `<bpmn:subProcess id="${id}" triggeredByEvent="true">${start}${serviceTask(`${id}-task`, jobType)}<bpmn:endEvent id="${id}-end"/>${flows(`${startId} ${id}-task ${id}-end`)}</bpmn:subProcess>`;
};
