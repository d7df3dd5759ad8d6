import { ResourceError } from './resource-error.ts';

/** What is checked before resources are sent. */
export interface ResourceChecks {
  /** The endings that names may have. @default `.bpmn`, `.dmn`, `.form`, `.rpa` */
  readonly extensions?: readonly string[] | undefined;
  /** The most bytes that all resources together may have. @default 4194304, the cluster's own default */
  readonly maxTotalBytes?: number | undefined;
}

/** The least that is known of a resource. */
export interface ResourceFacts {
  /** The name under which it is deployed. */
  readonly name: string;
  /** What errors call it: the path of a file, say. */
  readonly label: string;
  readonly size: number;
}

const EXTENSIONS: readonly string[] = ['.bpmn', '.dmn', '.form', '.rpa'];
const MAX_TOTAL_BYTES = 4 * 1024 * 1024;

/** @throws {ResourceError} the first thing that is wrong, with the file it is about */
export function checkResources(resources: readonly ResourceFacts[], checks: ResourceChecks = {}): void {
  const { extensions = EXTENSIONS, maxTotalBytes = MAX_TOTAL_BYTES } = checks;
  if (resources.length === 0) throw new ResourceError('RESOURCE_MISSING', '', 'There is nothing to deploy');
  const seen = new Map<string, string>();
  let total = 0;
  for (const { name, label, size } of resources) {
    if (!extensions.some((extension) => name.toLowerCase().endsWith(extension.toLowerCase())))
      throw new ResourceError(
        'RESOURCE_EXTENSION',
        label,
        `${label} ends in none of ${extensions.join(', ')}`,
      );
    if (size === 0) throw new ResourceError('RESOURCE_EMPTY', label, `${label} is empty`);
    const other = seen.get(name);
    if (other !== undefined)
      throw new ResourceError(
        'RESOURCE_DUPLICATE',
        label,
        `${label} and ${other} would both be deployed as ${name}`,
      );
    seen.set(name, label);
    total += size;
    if (total > maxTotalBytes) {
      const sum =
        resources.length === 1
          ? `has ${size} bytes`
          : `(${size} bytes) brings the deployment to ${total} bytes`;
      throw new ResourceError(
        'RESOURCE_TOO_LARGE',
        label,
        `${label} ${sum}; at most ${maxTotalBytes} are allowed`,
      );
    }
  }
}
