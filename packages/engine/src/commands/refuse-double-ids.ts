import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { PreparedResource } from './deploy-resource.ts';

/** @throws EngineRejection if two files give the same id */
export function refuseDoubleIds(resources: readonly PreparedResource[]): void {
  const seen = new Map<string, string>();
  for (const resource of resources) {
    for (const [kind, id] of idsOf(resource)) {
      const other = seen.get(`${kind}/${id}`);
      if (other !== undefined) {
        throw invalidArgument(
          `The ${kind} id '${id}' is in the deployment twice: in '${other}' and in '${resource.name}'`,
        );
      }
      seen.set(`${kind}/${id}`, resource.name);
    }
  }
}

/** Every id that a resource gives, with its kind: no two resources of a deployment may give the same. */
function idsOf({ processes, decisions, file }: PreparedResource): [kind: string, id: string][] {
  const ids: [string, string][] = processes.map(({ id }) => ['process', id]);
  if (decisions !== undefined) {
    ids.push(['decision requirements', decisions.id]);
    ids.push(...decisions.decisions.map(({ id }): [string, string] => ['decision', id]));
  }
  if (file !== undefined) {
    ids.push([file.kind, file.id]);
  }
  return ids;
}
