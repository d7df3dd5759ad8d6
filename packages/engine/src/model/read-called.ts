import type { ModdleElement } from 'bpmn-moddle';
import type { Binding } from '../state/version-index.ts';
import type { CalledDecision, CalledElement, ScriptDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, textOf } from './moddle-access.ts';
import { readExpression, readProperty } from './read-property.ts';

const NAME_PATTERN = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Reads which process a call activity calls. */
export function readCalledElement(source: ModdleElement, findings: Findings): CalledElement | null {
  const called = extensionOf(source, 'zeebe:CalledElement');
  if (called === undefined) {
    return null;
  }
  const processId = textOf(called, 'processId') ?? textOf(called, 'processIdExpression') ?? '';
  const businessId = textOf(called, 'businessId');
  if (processId.trim() === '') {
    findings.add(source.id, 'The called element must have a process id');
  }
  return {
    processId: readProperty(processId, source.id, findings),
    binding: readBinding(source, called, findings),
    propagateAllChildVariables: called.propagateAllChildVariables !== false,
    propagateAllParentVariables: called.propagateAllParentVariables !== false,
    businessId: businessId === undefined ? null : readProperty(businessId, source.id, findings),
  };
}

/** Reads which decision a business rule task evaluates. */
export function readCalledDecision(source: ModdleElement, findings: Findings): CalledDecision | null {
  const called = extensionOf(source, 'zeebe:CalledDecision');
  if (called === undefined) {
    return null;
  }
  const decisionId = textOf(called, 'decisionId') ?? '';
  if (decisionId.trim() === '') {
    findings.add(source.id, 'The called decision must have a decision id');
  }
  return {
    decisionId: readProperty(decisionId, source.id, findings),
    binding: readBinding(source, called, findings),
    resultVariable: readVariableName(source, called, 'resultVariable', findings),
  };
}

/** Reads the FEEL of a script task. */
export function readScript(source: ModdleElement, findings: Findings): ScriptDefinition | null {
  const script = extensionOf(source, 'zeebe:Script');
  if (script === undefined) {
    return null;
  }
  const text = textOf(script, 'expression') ?? '';
  if (text.trim() === '') {
    findings.add(source.id, 'The script must have an expression');
    return null;
  }
  const resultVariable = readVariableName(source, script, 'resultVariable', findings);
  const expression = readExpression(text, source.id, findings);
  return expression === null ? null : { expression, resultVariable };
}

/** Which version of a called thing an extension means. */
export function readBinding(source: ModdleElement, extension: ModdleElement, findings: Findings): Binding {
  const type = textOf(extension, 'bindingType') ?? 'latest';
  const versionTag = textOf(extension, 'versionTag') ?? '';
  switch (type) {
    case 'latest':
    case 'deployment':
      return { type };
    case 'versionTag':
      if (versionTag.trim() === '') {
        findings.add(source.id, 'The binding type versionTag needs a version tag');
      }
      return { type, versionTag };
    default:
      findings.add(
        source.id,
        `The binding type must be latest, deployment or versionTag, but it is '${type}'`,
      );
      return { type: 'latest' };
  }
}

function readVariableName(
  source: ModdleElement,
  extension: ModdleElement,
  member: string,
  findings: Findings,
): string {
  const name = textOf(extension, member) ?? '';
  if (!NAME_PATTERN.test(name)) {
    findings.add(source.id, `The attribute ${member} must be the name of a variable, but it is '${name}'`);
  }
  return name;
}
