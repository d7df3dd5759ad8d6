import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';

/** Checks that a task says, once, who does its work. */
export function checkTask(element: ExecutableElement, findings: Findings): void {
  const { id, type, job, script, calledDecision, calledElement } = element;
  switch (type) {
    case 'SERVICE_TASK':
    case 'SEND_TASK':
      if (job === null) {
        const name = type === 'SEND_TASK' ? 'send' : 'service';
        findings.add(id, `A ${name} task must have a task definition with a job type`);
      }
      return;
    case 'SCRIPT_TASK':
      if ((job === null) === (script === null)) {
        findings.add(id, 'A script task must have either a task definition or a script');
      }
      return;
    case 'BUSINESS_RULE_TASK':
      if ((job === null) === (calledDecision === null)) {
        findings.add(id, 'A business rule task must have either a task definition or a called decision');
      }
      return;
    case 'CALL_ACTIVITY':
      if (calledElement === null) {
        findings.add(id, 'A call activity must have a called element');
      }
  }
}
