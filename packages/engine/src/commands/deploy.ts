import { openStartsOfNewVersions } from '../execution/catch-event-starts.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import {
  createVersions,
  type DeployedRecord,
  type DeploymentTarget,
  findDeployed,
  type PreparedResource,
} from './deploy-resource.ts';

export interface DeployInput {
  readonly tenantId: string;
  readonly resources: readonly PreparedResource[];
}

export interface DeployOutput {
  readonly deploymentKey: number;
  readonly records: readonly DeployedRecord[];
}

/** Deploys resources, all or nothing. If none of them differs from the newest version of its id, nothing new is made. */
export const deploy = defineCommand('CREATE', (step, input: DeployInput): DeployOutput => {
  refuseDoubleIds(input);
  const deploymentKey = step.nextKey();
  const target: DeploymentTarget = { tenantId: input.tenantId, deploymentKey };
  const known = input.resources.map((resource) => findDeployed(step, input.tenantId, resource));
  const records = known.every((found) => found !== undefined)
    ? known.flat()
    : input.resources.flatMap((resource) => createVersions(step, target, resource));
  openStartsOfNewVersions(step);
  step.emit('DEPLOYMENT', 'CREATED', deploymentKey, {
    tenantId: input.tenantId,
    keys: records.map(({ key }) => key),
  });
  return { deploymentKey, records };
});

function refuseDoubleIds(input: DeployInput): void {
  const seen = new Map<string, string>();
  for (const resource of input.resources) {
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
