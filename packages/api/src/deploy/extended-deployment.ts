import type {
  DeploymentDecisionRequirementsResult,
  DeploymentDecisionResult,
  DeploymentFormResult,
  DeploymentProcessResult,
  DeploymentResourceResult,
  DeploymentResult,
} from '../generated/types.ts';

/** A deployment, with what was deployed sorted by kind. */
export interface ExtendedDeployment extends DeploymentResult {
  readonly processes: readonly DeploymentProcessResult[];
  readonly decisions: readonly DeploymentDecisionResult[];
  readonly decisionRequirements: readonly DeploymentDecisionRequirementsResult[];
  readonly forms: readonly DeploymentFormResult[];
  /** Everything else. */
  readonly resources: readonly DeploymentResourceResult[];
}

/** Sorts what was deployed by kind. Older clusters leave kinds out. */
export function extendDeployment(result: DeploymentResult): ExtendedDeployment {
  const { deployments } = result;
  const pick = <Kind>(
    read: (deployment: DeploymentResult['deployments'][number]) => Kind | null | undefined,
  ): Kind[] =>
    deployments
      .map(read)
      .filter((found): found is Kind & NonNullable<unknown> => found !== null && found !== undefined);
  return {
    ...result,
    processes: pick(({ processDefinition }) => processDefinition),
    decisions: pick(({ decisionDefinition }) => decisionDefinition),
    decisionRequirements: pick(({ decisionRequirements }) => decisionRequirements),
    forms: pick(({ form }) => form),
    resources: pick(({ resource }) => resource),
  };
}
