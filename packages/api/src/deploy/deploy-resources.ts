import type { OperationOptions } from '../call-types.ts';
import type { CamundaOperations } from '../generated/client.ts';
import type { TenantIdInput } from '../generated/types.ts';
import { isObject, refuse } from '../refuse.ts';
import { checkResources, type ResourceChecks } from './check-resources.ts';
import { type ExtendedDeployment, extendDeployment } from './extended-deployment.ts';

/** Something to deploy: a `File`, or a name with its content. */
export type DeployableResource =
  | File
  | { readonly name: string; readonly content: string | Uint8Array | ArrayBuffer | Blob };

/** How resources are deployed. */
export interface DeployOptions extends OperationOptions, ResourceChecks {
  /** The tenant that gets them. @default the client's, else none is sent */
  readonly tenantId?: TenantIdInput | undefined;
}

/** Deploys what is in memory. */
export type DeployResources = (
  resources: readonly DeployableResource[],
  options?: DeployOptions,
) => Promise<ExtendedDeployment>;

/** Deploys files. */
export type DeployResourcesFromFiles = (
  paths: readonly string[],
  options?: DeployOptions,
) => Promise<ExtendedDeployment>;

/** Makes the deployment of resources in memory. It rejects with a `ResourceError` before anything is sent. */
export function deployResources(client: CamundaOperations): DeployResources {
  return async (resources, options = {}) => {
    if (!Array.isArray(resources)) throw refuse('deployResources takes a list of resources', resources);
    const files = resources.map(toFile);
    return send(
      client,
      files.map((file) => ({ file, label: file.name })),
      options,
    );
  };
}

/** Makes the deployment of files, where there is a file system. */
export function deployResourcesFromFiles(client: CamundaOperations): DeployResourcesFromFiles {
  return async (paths, options = {}) => {
    if (!Array.isArray(paths)) throw refuse('deployResourcesFromFiles takes a list of paths', paths);
    const { readFiles } = await import('#read-files');
    const files = await readFiles(paths);
    return send(
      client,
      files.map((file, index) => ({ file, label: paths[index] ?? file.name })),
      options,
    );
  };
}

async function send(
  client: CamundaOperations,
  files: readonly { readonly file: File; readonly label: string }[],
  { tenantId, extensions, maxTotalBytes, ...options }: DeployOptions,
): Promise<ExtendedDeployment> {
  checkResources(
    files.map(({ file, label }) => ({ name: file.name, label, size: file.size })),
    { extensions, maxTotalBytes },
  );
  const resources = files.map(({ file }) => file);
  return extendDeployment(
    await client.createDeployment({ resources, ...(tenantId === undefined ? {} : { tenantId }) }, options),
  );
}

function toFile(resource: DeployableResource): File {
  if (resource instanceof File) return resource;
  const { name, content } = isObject(resource) ? resource : {};
  if (typeof name !== 'string' || !isContent(content))
    throw refuse(
      'A resource has to be a File, or { name, content } with content that is a text, bytes or a Blob',
      typeof name === 'string' ? content : resource,
    );
  return new File([content as BlobPart], name, { type: 'application/octet-stream' });
}

function isContent(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    value instanceof Blob ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  );
}
