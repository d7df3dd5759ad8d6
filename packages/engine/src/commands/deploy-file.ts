import type { FormValue, ResourceValue } from '../runtime/resource-values.ts';
import type { Step } from '../runtime/step.ts';
import type { DeployedRecord, DeploymentTarget, PreparedResource } from './deploy-resource.ts';

/** A file that is no model: a form, or something that the engine only keeps. */
export interface PreparedFile {
  readonly kind: 'form' | 'resource';
  readonly id: string;
  readonly versionTag: string | null;
}

/** The newest version of a file's id. */
export function findLatestFile(
  step: Step,
  tenantId: string,
  { kind, id }: PreparedFile,
): Extract<DeployedRecord, { kind: 'form' | 'resource' }> | undefined {
  const { forms, resources } = step.state.resources;
  if (kind === 'form') {
    const form = forms.latest(tenantId, id);
    return form && { kind, key: form.key, value: form.value };
  }
  const resource = resources.latest(tenantId, id);
  return resource && { kind, key: resource.key, value: resource.value };
}

/** Makes a new version of a file. */
export function createFile(
  step: Step,
  target: DeploymentTarget,
  { name, checksum, text }: PreparedResource,
  { kind, id, versionTag }: PreparedFile,
): DeployedRecord {
  const { forms, resources } = step.state.resources;
  const key = step.nextKey();
  const index = kind === 'form' ? forms : resources;
  const version = index.highestVersion(target.tenantId, id) + 1;
  const common = { ...target, version, versionTag, resourceName: name, checksum };
  if (kind === 'form') {
    const value: FormValue = { ...common, formId: id, schema: text };
    step.emit('FORM', 'CREATED', key, value);
    return { kind, key, value };
  }
  const value: ResourceValue = { ...common, resourceId: id, content: text };
  step.emit('RESOURCE', 'CREATED', key, value);
  return { kind, key, value };
}
