import type { ElementBehaviour } from '../execution/behaviour.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { createJob } from '../execution/jobs.ts';

/** A task that a worker does: it waits until the job is completed. */
export const jobTask: ElementBehaviour = {
  onActivated(step, node) {
    const { job, id } = node.element;
    if (job === null) {
      throw new ElementFailure('UNKNOWN', `The element '${id}' has no task definition`);
    }
    createJob(step, node, job);
  },
};
