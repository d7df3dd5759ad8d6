import type { ModdleElement } from 'bpmn-moddle';
import type { LinkedForm, LinkedResource, StartForm } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, listOf, textOf } from './moddle-access.ts';
import { readBinding } from './read-called.ts';
import { readProperty } from './read-property.ts';

/** Reads which deployed form an element shows. */
export function readLinkedForm(source: ModdleElement, findings: Findings): LinkedForm | null {
  const form = extensionOf(source, 'zeebe:FormDefinition');
  const formId = textOf(form, 'formId');
  if (form === undefined || formId === undefined) {
    return null;
  }
  if (formId.trim() === '') {
    findings.add(source.id, 'The linked form must have a form id');
  }
  return {
    formId: readProperty(formId, source.id, findings),
    binding: readBinding(source, form, findings),
  };
}

/** Reads which deployed form a person fills in to start a process: that of its none start event. */
export function readStartForm(process: ModdleElement, findings: Findings): StartForm | null {
  const start = listOf(process, 'flowElements').find(
    (element) => element.$type === 'bpmn:StartEvent' && listOf(element, 'eventDefinitions').length === 0,
  );
  const form = start === undefined ? null : readLinkedForm(start, findings);
  if (form === null) {
    return null;
  }
  const { formId, binding } = form;
  if (formId.kind === 'expression') {
    findings.add(start?.id, 'The form id of a start event must be text, not an expression');
    return null;
  }
  return { formId: formId.text, binding };
}

/** Reads which deployed files the worker of an element needs. */
export function readLinkedResources(source: ModdleElement, findings: Findings): readonly LinkedResource[] {
  return listOf(extensionOf(source, 'zeebe:LinkedResources'), 'values').map((resource) => {
    const resourceId = textOf(resource, 'resourceId') ?? '';
    if (resourceId.trim() === '') {
      findings.add(source.id, 'A linked resource must have a resource id');
    }
    return {
      resourceId: readProperty(resourceId, source.id, findings),
      resourceType: textOf(resource, 'resourceType') ?? '',
      linkName: textOf(resource, 'linkName') ?? '',
      binding: readBinding(source, resource, findings),
    };
  });
}
