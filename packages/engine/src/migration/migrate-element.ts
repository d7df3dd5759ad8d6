import type { ElementNode } from '../execution/behaviour.ts';
import type { ExecutableElement } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** An active element instance becomes one of the target: with its variables, its job, its user task and its incident as they are. */
export function migrateElement(
  step: Step,
  plan: MigrationPlan,
  { instance }: ElementNode,
  target: ExecutableElement,
): ElementNode {
  const { key, value } = instance;
  const where = {
    elementId: target.id,
    processDefinitionKey: plan.target.key,
    instance: plan.factsOf(value.instance),
  };
  step.emit('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', key, { ...value, ...where });
  migrateVariables(step, key, plan.target.key);
  const job = step.state.jobs.jobs.get(instance.jobKey);
  if (job !== undefined) {
    step.emit('JOB', 'MIGRATED', job.key, { ...job.value, ...where });
  }
  const task = step.state.userTasks.ofElement(key);
  if (task !== undefined) {
    step.emit('USER_TASK', 'MIGRATED', task.key, { ...task.value, ...where });
  }
  for (const incidentKey of step.state.incidentsOfElement.of(key)) {
    const incident = step.state.incidents.get(incidentKey);
    if (incident !== undefined) {
      step.emit('INCIDENT', 'MIGRATED', incidentKey, { ...incident.value, ...where });
    }
  }
  return { instance: step.state.elements.instances.get(key) ?? instance, element: target };
}

function migrateVariables(step: Step, scopeKey: number, processDefinitionKey: number): void {
  for (const name of step.state.variables.namesOf(scopeKey)) {
    const variable = step.state.variables.find(scopeKey, name);
    if (variable !== undefined) {
      step.emit('VARIABLE', 'MIGRATED', variable.key, { ...variable.value, processDefinitionKey });
    }
  }
}
