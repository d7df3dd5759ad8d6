import type { DecisionModel } from '../dmn/index.ts';
import type { ExecutableProcess } from '../model/executable.ts';
import type { DecisionRequirementsValue, DecisionValue, ProcessValue } from '../runtime/event.ts';
import type { FormValue, ResourceValue } from '../runtime/resource-values.ts';
import type { Step } from '../runtime/step.ts';
import type { Versioned } from '../state/version-index.ts';
import { createFile, findLatestFile, type PreparedFile } from './deploy-file.ts';

/** A resource that has been read and checked. */
export interface PreparedResource {
  readonly name: string;
  readonly checksum: string;
  /** As it was written; in base64 if the engine only keeps it. */
  readonly text: string;
  readonly processes: readonly ExecutableProcess[];
  /** What a DMN file holds. @default none: it is another kind of file */
  readonly decisions?: DecisionModel | undefined;
  /** What a file is that is no model. @default none: it is a model */
  readonly file?: PreparedFile | undefined;
}

/** One record of a deployment. */
export type DeployedRecord =
  | { readonly kind: 'process'; readonly key: number; readonly value: ProcessValue }
  | { readonly kind: 'requirements'; readonly key: number; readonly value: DecisionRequirementsValue }
  | { readonly kind: 'decision'; readonly key: number; readonly value: DecisionValue }
  | { readonly kind: 'form'; readonly key: number; readonly value: FormValue }
  | { readonly kind: 'resource'; readonly key: number; readonly value: ResourceValue };

/** Where a resource goes. */
export interface DeploymentTarget {
  readonly tenantId: string;
  readonly deploymentKey: number;
}

/** The records of a resource that is deployed already, unchanged; undefined if anything of it is new. */
export function findDeployed(
  step: Step,
  tenantId: string,
  resource: PreparedResource,
): DeployedRecord[] | undefined {
  const { definitions, decisions: decisionState } = step.state;
  const records: (DeployedRecord | undefined)[] = [];
  for (const { id } of resource.processes) {
    const known = unchanged(definitions.latestProcess(tenantId, id), resource);
    records.push(known && { kind: 'process', ...keyAndValue(known) });
  }
  const model = resource.decisions;
  if (model !== undefined) {
    const known = unchanged(decisionState.requirements.latest(tenantId, model.id), resource);
    records.push(known && { kind: 'requirements', ...keyAndValue(known) });
    for (const { id } of model.decisions) {
      const decision = decisionState.decisions.latest(tenantId, id);
      const isKnown = known !== undefined && decision?.value.decisionRequirementsKey === known.key;
      records.push(isKnown ? { kind: 'decision', ...keyAndValue(decision) } : undefined);
    }
  }
  if (resource.file !== undefined) {
    records.push(unchanged(findLatestFile(step, tenantId, resource.file), resource));
  }
  const found = records.filter((record) => record !== undefined);
  return found.length === records.length ? found : undefined;
}

/** Makes a new version of everything in a resource. */
export function createVersions(
  step: Step,
  target: DeploymentTarget,
  resource: PreparedResource,
): DeployedRecord[] {
  const records = resource.processes.map((process) => createProcess(step, target, resource, process));
  if (resource.decisions !== undefined) {
    records.push(...createDecisions(step, target, resource, resource.decisions));
  }
  if (resource.file !== undefined) {
    records.push(createFile(step, target, resource, resource.file));
  }
  return records;
}

function createProcess(
  step: Step,
  target: DeploymentTarget,
  resource: PreparedResource,
  process: ExecutableProcess,
): DeployedRecord {
  const key = step.nextKey();
  const value: ProcessValue = {
    ...target,
    processDefinitionId: process.id,
    name: process.name,
    version: step.state.definitions.highestVersion(target.tenantId, process.id) + 1,
    versionTag: process.versionTag,
    resourceName: resource.name,
    checksum: resource.checksum,
    xml: resource.text,
    hasStartForm: process.startForm !== null,
  };
  step.emit('PROCESS', 'CREATED', key, value);
  return { kind: 'process', key, value };
}

function createDecisions(
  step: Step,
  target: DeploymentTarget,
  resource: PreparedResource,
  model: DecisionModel,
): DeployedRecord[] {
  const { requirements, decisions } = step.state.decisions;
  const requirementsKey = step.nextKey();
  const requirementsValue: DecisionRequirementsValue = {
    ...target,
    decisionRequirementsId: model.id,
    name: model.name,
    version: requirements.highestVersion(target.tenantId, model.id) + 1,
    versionTag: null,
    namespace: model.namespace,
    resourceName: resource.name,
    checksum: resource.checksum,
    xml: resource.text,
  };
  step.emit('DECISION_REQUIREMENTS', 'CREATED', requirementsKey, requirementsValue);
  const records: DeployedRecord[] = [
    { kind: 'requirements', key: requirementsKey, value: requirementsValue },
  ];
  for (const decision of model.decisions) {
    const key = step.nextKey();
    const value: DecisionValue = {
      ...target,
      decisionDefinitionId: decision.id,
      name: decision.name,
      version: decisions.highestVersion(target.tenantId, decision.id) + 1,
      versionTag: decision.versionTag ?? null,
      decisionRequirementsId: model.id,
      decisionRequirementsKey: requirementsKey,
      decisionRequirementsName: model.name,
      decisionRequirementsVersion: requirementsValue.version,
    };
    step.emit('DECISION', 'CREATED', key, value);
    records.push({ kind: 'decision', key, value });
  }
  return records;
}

function unchanged<
  Definition extends Pick<Versioned, 'key'> & { value: { checksum: string; resourceName: string } },
>(latest: Definition | undefined, resource: PreparedResource): Definition | undefined {
  const isSame = latest?.value.checksum === resource.checksum && latest.value.resourceName === resource.name;
  return isSame ? latest : undefined;
}

function keyAndValue<Value>({ key, value }: { key: number; value: Value }): { key: number; value: Value } {
  return { key, value };
}
