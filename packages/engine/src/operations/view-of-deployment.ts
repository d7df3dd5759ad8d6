import type { DeployOutput } from '../commands/deploy.ts';
import type { DeployedRecord } from '../commands/deploy-resource.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';

/** A deployment as the API shows it: one entry a record, with exactly one member that is not null. */
export function viewOfDeployment({ deploymentKey, records }: DeployOutput, tenantId: string): JsonObject {
  return {
    deploymentKey: formatKey(deploymentKey),
    tenantId,
    deployments: records.map((record) => ({
      processDefinition: null,
      decisionDefinition: null,
      decisionRequirements: null,
      form: null,
      resource: null,
      ...viewOfRecord(record),
    })),
  };
}

function viewOfRecord({ kind, key, value }: DeployedRecord): JsonObject {
  switch (kind) {
    case 'process':
      return {
        processDefinition: {
          processDefinitionId: value.processDefinitionId,
          processDefinitionVersion: value.version,
          resourceName: value.resourceName,
          tenantId: value.tenantId,
          processDefinitionKey: formatKey(key),
        },
      };
    case 'requirements':
      return {
        decisionRequirements: {
          decisionRequirementsId: value.decisionRequirementsId,
          decisionRequirementsName: value.name,
          version: value.version,
          resourceName: value.resourceName,
          tenantId: value.tenantId,
          decisionRequirementsKey: formatKey(key),
        },
      };
    case 'form':
      return {
        form: {
          formId: value.formId,
          version: value.version,
          resourceName: value.resourceName,
          tenantId: value.tenantId,
          formKey: formatKey(key),
        },
      };
    case 'resource':
      return {
        resource: {
          resourceId: value.resourceId,
          version: value.version,
          resourceName: value.resourceName,
          tenantId: value.tenantId,
          resourceKey: formatKey(key),
        },
      };
    case 'decision':
      return {
        decisionDefinition: {
          decisionDefinitionId: value.decisionDefinitionId,
          version: value.version,
          name: value.name,
          tenantId: value.tenantId,
          decisionRequirementsId: value.decisionRequirementsId,
          decisionDefinitionKey: formatKey(key),
          decisionRequirementsKey: formatKey(value.decisionRequirementsKey),
        },
      };
  }
}
