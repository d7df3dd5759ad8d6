import type { ModdleElement } from 'bpmn-moddle';
import type { ModelProperty } from '../feel/index.ts';
import type { JobDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, listOf, textOf } from './moddle-access.ts';
import { readLinkedResources } from './read-linked.ts';
import { readProperty } from './read-property.ts';

/** Reads the job that a worker does for an element; null if it has no task definition. */
export function readJob(source: ModdleElement, findings: Findings): JobDefinition | null {
  const definition = extensionOf(source, 'zeebe:TaskDefinition');
  if (definition === undefined) {
    return null;
  }
  const type = textOf(definition, 'type') ?? '';
  const retries = textOf(definition, 'retries') ?? '3';
  const linkedResources = readLinkedResources(source, findings);
  if (type.trim() === '') {
    findings.add(source.id, 'The job type of the task definition must not be empty');
  }
  return {
    type: readProperty(type, source.id, findings),
    retries: readInteger(retries, source.id, 'number of retries', findings),
    priority: readJobPriority(source, findings),
    headers: readHeaders(source),
    ...(linkedResources.length === 0 ? {} : { linkedResources }),
  };
}

/** Reads the priority of an element's job, or of all jobs of a process. */
export function readJobPriority(source: ModdleElement, findings: Findings): ModelProperty | null {
  const priority = textOf(extensionOf(source, 'zeebe:JobPriorityDefinition'), 'priority');
  return priority === undefined ? null : readInteger(priority, source.id, 'job priority', findings);
}

/** Reads an element's own headers. */
export function readHeaders(source: ModdleElement): Readonly<Record<string, string>> {
  return headersOf(extensionOf(source, 'zeebe:TaskHeaders'));
}

/** The headers of a `zeebe:taskHeaders` extension. */
export function headersOf(headers: ModdleElement | undefined): Readonly<Record<string, string>> {
  const values = listOf(headers, 'values');
  return Object.fromEntries(
    values.map((header) => [textOf(header, 'key') ?? '', textOf(header, 'value') ?? '']),
  );
}

/** Reads an integer that may be an expression; static text that is no integer is a finding. */
export function readInteger(
  text: string,
  elementId: string | undefined,
  what: string,
  findings: Findings,
): ModelProperty {
  if (!text.trimStart().startsWith('=') && !/^\s*[+-]?\d+\s*$/.test(text)) {
    findings.add(elementId, `The ${what} must be an integer, but it is '${text}'`);
  }
  return readProperty(text, elementId, findings);
}
