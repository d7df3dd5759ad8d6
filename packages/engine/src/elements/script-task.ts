import type { ElementBehaviour } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { evaluateExpression, scopeContext } from '../execution/evaluate.ts';
import { jobTask } from './job-task.ts';

/** A script: FEEL that is evaluated at once, or a job for a worker. */
export const scriptTask: ElementBehaviour = {
  onActivated(step, node) {
    const { key } = node.instance;
    const { script } = node.element;
    if (script === null) {
      jobTask.onActivated(step, node);
      return;
    }
    const value = evaluateExpression(step, scopeContext(step, key), script.expression);
    step.enqueue(completeElement, { key, variables: { [script.resultVariable]: value } });
  },
};
