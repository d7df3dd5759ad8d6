import type { ExecutableProcess } from '../model/executable.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { ProcessValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';

/** A resource that has been read and checked. */
export interface PreparedResource {
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
  readonly processes: readonly ExecutableProcess[];
}

export interface DeployInput {
  readonly tenantId: string;
  readonly resources: readonly PreparedResource[];
}

/** One deployed process; `isDuplicate` if it was there already, unchanged. */
export interface DeployedProcess {
  readonly key: number;
  readonly value: ProcessValue;
  readonly isDuplicate: boolean;
}

export interface DeployOutput {
  readonly deploymentKey: number;
  readonly processes: readonly DeployedProcess[];
}

/** Deploys resources, all or nothing. If none of them differs from the newest version of its id, nothing new is made. */
export const deploy = defineCommand('CREATE', (step, input: DeployInput): DeployOutput => {
  refuseDoubleIds(input);
  const deploymentKey = step.nextKey();
  const found = input.resources.flatMap((resource) =>
    resource.processes.map((process) => findDuplicate(step, input.tenantId, resource, process)),
  );
  const processes = found.every((process) => process !== undefined)
    ? found
    : createVersions(step, input, deploymentKey);
  step.emit('DEPLOYMENT', 'CREATED', deploymentKey, {
    tenantId: input.tenantId,
    processDefinitionKeys: processes.map(({ key }) => key),
  });
  return { deploymentKey, processes };
});

function refuseDoubleIds(input: DeployInput): void {
  const seen = new Map<string, string>();
  for (const resource of input.resources) {
    for (const { id } of resource.processes) {
      const other = seen.get(id);
      if (other !== undefined) {
        throw invalidArgument(
          `The process id '${id}' is in the deployment twice: in '${other}' and in '${resource.name}'`,
        );
      }
      seen.set(id, resource.name);
    }
  }
}

function findDuplicate(
  step: Step,
  tenantId: string,
  resource: PreparedResource,
  process: ExecutableProcess,
): DeployedProcess | undefined {
  const latest = step.state.definitions.latestProcess(tenantId, process.id);
  const isSame = latest?.value.checksum === resource.checksum && latest.value.resourceName === resource.name;
  return latest !== undefined && isSame
    ? { key: latest.key, value: latest.value, isDuplicate: true }
    : undefined;
}

function createVersions(step: Step, input: DeployInput, deploymentKey: number): DeployedProcess[] {
  return input.resources.flatMap((resource) =>
    resource.processes.map((process) => {
      const key = step.nextKey();
      const value: ProcessValue = {
        processDefinitionId: process.id,
        name: process.name,
        version: step.state.definitions.highestVersion(input.tenantId, process.id) + 1,
        versionTag: process.versionTag,
        resourceName: resource.name,
        checksum: resource.checksum,
        xml: resource.text,
        deploymentKey,
        tenantId: input.tenantId,
      };
      step.emit('PROCESS', 'CREATED', key, value);
      return { key, value, isDuplicate: false };
    }),
  );
}
