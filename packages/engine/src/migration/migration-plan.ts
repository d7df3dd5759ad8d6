import { elementOfInstance } from '../execution/node.ts';
import type { ExecutableElement, ExecutableProcess } from '../model/executable.ts';
import { innerInstanceId } from '../model/read-ad-hoc.ts';
import { invalidArgument, invalidState } from '../runtime/engine-rejection.ts';
import type { ProcessInstanceFacts } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance, ProcessDefinition } from '../state/records.ts';

/** What becomes of an element, or of a sequence flow that a token came along. */
export interface MappingInstruction {
  readonly sourceElementId: string;
  readonly targetElementId: string;
}

/** From which process to which, and what becomes of what. */
export class MigrationPlan {
  readonly source: ExecutableProcess;
  readonly target: ProcessDefinition;
  readonly #mapping = new Map<string, string>();

  /** @throws EngineRejection if an instruction names something that is not there, or a source twice */
  constructor(
    source: ExecutableProcess,
    target: ProcessDefinition,
    instructions: readonly MappingInstruction[],
  ) {
    this.source = source;
    this.target = target;
    const sources = idsOf(source);
    const targets = idsOf(target.model);
    for (const { sourceElementId: from, targetElementId: to } of instructions) {
      refuseUnknown(source, sources, from, 'source');
      refuseUnknown(target.model, targets, to, 'target');
      if (this.#mapping.has(from)) {
        throw invalidArgument(`Expected one mapping instruction for '${from}', but there are several`);
      }
      this.#mapping.set(from, to);
    }
    this.#mapping.set(source.id, target.model.id);
  }

  /** What an id becomes; undefined if nothing is said about it. */
  targetIdOf(sourceId: string): string | undefined {
    return this.#mapping.get(sourceId);
  }

  /** The element that another one becomes; undefined if nothing is said about it. */
  targetOf(sourceId: string): ExecutableElement | undefined {
    return this.target.model.elements.get(this.targetIdOf(sourceId) ?? '');
  }

  /**
   * The element that an active instance becomes one of. The path through an ad-hoc sub-process goes where that goes.
   * @throws EngineRejection if nothing is said about it
   */
  targetOfInstance(step: Step, instance: ElementInstance): ExecutableElement {
    const { elementId, elementType } = instance.value;
    const parent = this.source.elements.get(elementId)?.parent;
    const isPath = elementType === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' && parent != null;
    const found = isPath
      ? this.target.model.elements.get(innerInstanceId(this.targetIdOf(parent.id) ?? ''))
      : this.targetOf(elementId);
    if (found === undefined) {
      throw invalidState(
        `Expected a mapping instruction for every active element, but there is none for '${elementId}'`,
      );
    }
    const isItem = elementOfInstance(step, instance) !== this.source.elements.get(elementId);
    return isItem ? (found.inner ?? found) : found;
  }

  /** The facts of the instance as they are in the target. */
  factsOf(facts: ProcessInstanceFacts): ProcessInstanceFacts {
    const { processDefinitionId, version } = this.target.value;
    return { ...facts, processDefinitionId, version };
  }
}

function idsOf({ elements }: ExecutableProcess): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id, type, outgoing } of elements.values()) {
    if (type !== 'AD_HOC_SUB_PROCESS_INNER_INSTANCE') {
      ids.add(id);
    }
    for (const flow of outgoing) {
      ids.add(flow.id);
    }
  }
  return ids;
}

function refuseUnknown(
  process: ExecutableProcess,
  ids: ReadonlySet<string>,
  id: string,
  which: 'source' | 'target',
): void {
  if (!ids.has(id)) {
    throw invalidArgument(
      `Expected the ${which} of a mapping instruction to be an element of the process '${process.id}', but it has no '${id}'`,
    );
  }
}
