import type { ElementChoice, MoveInstruction } from '../commands/modify-process-instance.ts';
import type { MoveAncestor } from '../commands/move-ancestor.ts';
import type { DirectActivation, ScopedVariables } from '../execution/activate-directly.ts';
import type { Fields } from '../http/fields.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

/** The activations that a modification asks for. */
export function readActivations(fields: Fields): readonly DirectActivation[] {
  return fields.list('activateInstructions').map((instruction) => ({
    elementId: instruction.requiredText('elementId'),
    ancestorKey: readAncestorKey(instruction),
    variables: readVariables(instruction),
  }));
}

/** The moves that a modification asks for. */
export function readMoves(fields: Fields): readonly MoveInstruction[] {
  return fields.list('moveInstructions').map((instruction) => ({
    source: readSource(instruction),
    targetElementId: instruction.requiredText('targetElementId'),
    ancestor: readMoveAncestor(instruction),
    variables: readVariables(instruction),
  }));
}

/** Which element instances are meant: those of an element, or one. */
export function readChoice(fields: Fields, idName: string, keyName: string): ElementChoice {
  const elementInstanceKey = fields.optionalKey(keyName);
  if ((elementInstanceKey === null) === (fields.optionalText(idName) === null)) {
    throw invalidArgument(
      `Exactly one of the fields '${fields.pathOf(idName)}' and '${fields.pathOf(keyName)}' must be given`,
    );
  }
  return elementInstanceKey === null ? { elementId: fields.requiredText(idName) } : { elementInstanceKey };
}

function readSource(instruction: Fields): ElementChoice {
  const source = instruction.inside('sourceElementInstruction');
  const type = source.optionalText('sourceType');
  if (type !== null && type !== 'byId' && type !== 'byKey') {
    throw invalidArgument(
      `The field '${source.pathOf('sourceType')}' must be byId or byKey, but it is '${type}'`,
    );
  }
  return readChoice(source, 'sourceElementId', 'sourceElementInstanceKey');
}

/** The product takes -1 for "no certain one". */
function readAncestorKey(instruction: Fields): number {
  const key = instruction.optionalKey('ancestorElementInstanceKey') ?? 0;
  return Math.max(key, 0);
}

function readMoveAncestor(instruction: Fields): MoveAncestor {
  const ancestor = instruction.inside('ancestorScopeInstruction');
  const type = ancestor.optionalText('ancestorScopeType');
  switch (type) {
    case 'direct': {
      const key = readAncestorKey(ancestor);
      if (!ancestor.has('ancestorElementInstanceKey')) {
        throw invalidArgument(`The field '${ancestor.pathOf('ancestorElementInstanceKey')}' must be given`);
      }
      return key === 0 ? { type: 'only' } : { type: 'direct', elementInstanceKey: key };
    }
    case 'inferred':
    case 'sourceParent':
      return { type };
    case null:
      return { type: 'only' };
    default:
      throw invalidArgument(
        `The field '${ancestor.pathOf('ancestorScopeType')}' must be direct, inferred or sourceParent, but it is '${type}'`,
      );
  }
}

function readVariables(instruction: Fields): readonly ScopedVariables[] {
  return instruction.list('variableInstructions').map((one) => {
    const scopeId = one.optionalText('scopeId') ?? '';
    const variables = one.optionalObject('variables');
    if (variables === null) {
      throw invalidArgument(`The field '${one.pathOf('variables')}' must be given`);
    }
    return { scopeId: scopeId === '' ? null : scopeId, variables };
  });
}
