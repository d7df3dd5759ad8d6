import type { LinkedForm, LinkedResource } from '../model/executable.ts';
import { formatKey } from '../runtime/keys.ts';
import type { Step } from '../runtime/step.ts';
import type { Binding } from '../state/version-index.ts';
import type { ElementNode } from './behaviour.ts';
import { deploymentKeyOf } from './called-process.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateText, scopeContext } from './evaluate.ts';

/** The key of the deployed form that an element links. @throws ElementFailure FORM_NOT_FOUND */
export function findLinkedForm(step: Step, node: ElementNode, { formId, binding }: LinkedForm): number {
  const { key, value } = node.instance;
  const what = `The form id of the element '${node.element.id}'`;
  const id = evaluateText(step, scopeContext(step, key), formId, what);
  const { forms } = step.state.resources;
  const form = forms.bound(value.instance.tenantId, id, binding, deploymentKeyOf(step, node));
  if (form === undefined) {
    throw new ElementFailure('FORM_NOT_FOUND', missing('form', id, binding, node));
  }
  return form.key;
}

/** What a worker reads to find the files that its element links, as JSON text. @throws ElementFailure RESOURCE_NOT_FOUND */
export function describeLinkedResources(
  step: Step,
  node: ElementNode,
  linked: readonly LinkedResource[],
): string {
  const { key, value } = node.instance;
  const { resources } = step.state.resources;
  const found = linked.map(({ resourceId, resourceType, linkName, binding }) => {
    const what = `The id of a linked resource of the element '${node.element.id}'`;
    const id = evaluateText(step, scopeContext(step, key), resourceId, what);
    const resource = resources.bound(value.instance.tenantId, id, binding, deploymentKeyOf(step, node));
    if (resource === undefined) {
      throw new ElementFailure('RESOURCE_NOT_FOUND', missing('resource', id, binding, node));
    }
    return { resourceKey: formatKey(resource.key), resourceType, linkName };
  });
  return JSON.stringify(found);
}

function missing(kind: string, id: string, binding: Binding, { element }: ElementNode): string {
  const tag = binding.type === 'versionTag' ? ` '${binding.versionTag}'` : '';
  const which = binding.type === 'latest' ? '' : ` with the binding ${binding.type}${tag}`;
  return `No ${kind} with id '${id}' is deployed${which}, but the element '${element.id}' links it`;
}
