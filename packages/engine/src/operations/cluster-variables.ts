import { clusterVariableCommands } from '../commands/platform.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { type ClusterVariableValue, platformIds } from '../runtime/platform-values.ts';
import {
  clusterVariables,
  fullClusterVariables,
  viewOfClusterVariable,
} from '../search/cluster-variables.ts';
import { search } from '../search/search.ts';
import { nameIn, nameInPath, tenantIdInPath } from './identifiers.ts';

/** Cluster variables: of all tenants, and of one. */
export const clusterVariableOperations: Readonly<Record<string, OperationHandler>> = {
  createGlobalClusterVariable: (call) => create(call, null),
  createTenantClusterVariable: (call) => create(call, tenantIdInPath(call)),
  getGlobalClusterVariable: (call) => read(call, null),
  getTenantClusterVariable: (call) => read(call, tenantIdInPath(call)),
  updateGlobalClusterVariable: (call) => update(call, null),
  updateTenantClusterVariable: (call) => update(call, tenantIdInPath(call)),
  deleteGlobalClusterVariable: (call) => remove(call, null),
  deleteTenantClusterVariable: (call) => remove(call, tenantIdInPath(call)),
  async searchClusterVariables(call) {
    const entity = call.flag('truncateValues') === false ? fullClusterVariables : clusterVariables;
    return search(entity, call.engine.projections, await call.json());
  },
};

async function create(call: OperationCall, tenantId: string | null): Promise<JsonObject> {
  const fields = await call.fields();
  const value: ClusterVariableValue = {
    name: nameIn(fields, 'name'),
    value: requiredValue(fields),
    tenantId,
    metadata: readMetadata(fields) ?? {},
    kind: readKind(fields),
  };
  call.engine.execute(clusterVariableCommands.create, value);
  return viewOfClusterVariable({ value });
}

async function update(call: OperationCall, tenantId: string | null): Promise<JsonObject> {
  const fields = await call.fields();
  const metadata = readMetadata(fields);
  const changes = { value: requiredValue(fields), ...(metadata === null ? {} : { metadata }) };
  const id = idOf(nameInPath(call, 'name'), tenantId);
  return viewOfClusterVariable({
    value: call.engine.execute(clusterVariableCommands.update, { id, changes }),
  });
}

function readMetadata(fields: Fields): JsonObject | null {
  const metadata = fields.optionalObject('metadata');
  const entries = Object.entries(metadata ?? {});
  if (entries.length > MAX_METADATA) {
    throw invalidArgument(
      `The field 'metadata' must have at most ${MAX_METADATA} members, but it has ${entries.length}`,
    );
  }
  for (const [name, value] of entries) {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw invalidArgument(
        `The field 'metadata.${name}' must be a text or a number, but it is ${JSON.stringify(value)}`,
      );
    }
  }
  return metadata;
}

const MAX_METADATA = 100;

function read(call: OperationCall, tenantId: string | null): JsonObject {
  const name = nameInPath(call, 'name');
  for (const row of call.engine.projections.platform.clusterVariables.values()) {
    if (row.value.name === name && row.value.tenantId === tenantId) {
      return viewOfClusterVariable(row);
    }
  }
  throw notFound(
    `a cluster variable with the name '${name}'${tenantId === null ? '' : ` in the tenant '${tenantId}'`}`,
  );
}

function remove(call: OperationCall, tenantId: string | null): undefined {
  call.engine.execute(clusterVariableCommands.delete, idOf(nameInPath(call, 'name'), tenantId));
}

function idOf(name: string, tenantId: string | null): string {
  return platformIds.CLUSTER_VARIABLE({ name, tenantId, value: null, metadata: {}, kind: 'JSON' });
}

function requiredValue(fields: Fields): JsonValue {
  if (!fields.has('value')) {
    throw invalidArgument("The field 'value' must be given and not be null");
  }
  return fields.get('value');
}

function readKind(fields: Fields): ClusterVariableValue['kind'] {
  const kind = fields.optionalText('kind')?.toUpperCase() ?? 'JSON';
  if (kind !== 'JSON' && kind !== 'SECRET_REFERENCE') {
    throw invalidArgument(`The field 'kind' must be JSON or SECRET_REFERENCE, but it is '${kind}'`);
  }
  return kind;
}
