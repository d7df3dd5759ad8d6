import type { FeelContext } from '../feel/index.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';

/** The name under which expressions find cluster variables. */
export const CLUSTER_NAME = 'camunda';

/**
 * What `camunda` is in an expression: `camunda.vars.cluster.x` and `camunda.vars.tenant.x` read one level, and
 * `camunda.vars.env.x` the nearest of a process variable, the tenant's and the cluster's. Nothing is merged inside of values.
 *
 * @param variables the process variables that the expression sees
 */
export function clusterContext(step: Step, tenantId: string, variables: JsonObject): JsonObject {
  const cluster: Record<string, JsonValue> = Object.create(null);
  const tenant: Record<string, JsonValue> = Object.create(null);
  for (const { value } of step.state.platform.clusterVariables.byKey.values()) {
    if (value.tenantId === null) {
      cluster[value.name] = value.value;
    } else if (value.tenantId === tenantId) {
      tenant[value.name] = value.value;
    }
  }
  return { vars: { cluster, tenant, env: { ...cluster, ...tenant, ...variables } } };
}

/** A context of plain variables in which cluster variables are found too; a variable named `camunda` hides them. */
export function withClusterVariables(step: Step, tenantId: string, variables: JsonObject): FeelContext {
  return (name) => {
    if (Object.hasOwn(variables, name)) {
      return variables[name];
    }
    return name === CLUSTER_NAME ? clusterContext(step, tenantId, variables) : undefined;
  };
}
