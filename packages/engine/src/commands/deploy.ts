import { openStartsOfNewVersions } from '../execution/catch-event-starts.ts';
import { defineCommand } from '../runtime/command.ts';
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
