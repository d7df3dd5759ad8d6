import type { FeelContext, ModelProperty } from '../feel/index.ts';
import type { UserTaskDefinition } from '../model/executable.ts';
import type { JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { parseIsoDateTime } from '../timer/index.ts';
import type { ElementNode } from './behaviour.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateInteger, evaluateProperty, scopeContext } from './evaluate.ts';
import { findLinkedForm } from './linked.ts';
import { beginTransition } from './user-task-transitions.ts';

const DEFAULT_PRIORITY = 50;

/** Makes the user task of an element; an assignee of the model is assigned after the creation. @throws ElementFailure if something has no proper value */
export function createUserTask(step: Step, node: ElementNode, definition: UserTaskDefinition): void {
  const { key, value } = node.instance;
  const context = scopeContext(step, key);
  const evaluate = new Evaluation(step, context, node.element.id);
  const assignee = evaluate.text(definition.assignee, 'assignee');
  const task = {
    assignee: null,
    candidateGroups: evaluate.names(definition.candidateGroups, 'candidate groups'),
    candidateUsers: evaluate.names(definition.candidateUsers, 'candidate users'),
    dueDate: evaluate.date(definition.dueDate, 'due date'),
    followUpDate: evaluate.date(definition.followUpDate, 'follow-up date'),
    priority: evaluate.priority(definition.priority),
    externalFormReference: evaluate.text(definition.externalFormReference, 'external form reference'),
    formKey: definition.form === null ? 0 : findLinkedForm(step, node, definition.form),
    customHeaders: definition.headers,
    elementId: value.elementId,
    elementInstanceKey: key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    instance: value.instance,
  };
  beginTransition(step, node, step.nextKey(), task, {
    kind: 'CREATING',
    action: 'create',
    nextAssignee: assignee,
  });
}

/** Evaluates what the model says about one task. */
class Evaluation {
  readonly #step: Step;
  readonly #context: FeelContext;
  readonly #elementId: string;

  constructor(step: Step, context: FeelContext, elementId: string) {
    this.#step = step;
    this.#context = context;
    this.#elementId = elementId;
  }

  /** A text; null and empty text are none. */
  text(property: ModelProperty | null, what: string): string | null {
    const value = this.#value(property);
    if (value === null || value === '') {
      return null;
    }
    return typeof value === 'string' ? value : this.#fail(what, 'a text', value);
  }

  names(property: ModelProperty | null, what: string): readonly string[] {
    const value = this.#value(property) ?? [];
    if (!Array.isArray(value) || !value.every((name: JsonValue) => typeof name === 'string')) {
      return this.#fail(what, 'a list of texts', value);
    }
    return value as readonly string[];
  }

  /** A moment in milliseconds; 0 for none. */
  date(property: ModelProperty | null, what: string): number {
    const text = this.text(property, what);
    return text === null ? 0 : (parseIsoDateTime(text) ?? this.#fail(what, 'a date and time', text));
  }

  priority(property: ModelProperty | null): number {
    if (property === null) {
      return DEFAULT_PRIORITY;
    }
    const what = `The priority of the element '${this.#elementId}'`;
    const value = evaluateInteger(this.#step, this.#context, property, what);
    return value < 0 || value > 100 ? this.#fail('priority', 'from 0 to 100', value) : value;
  }

  #value(property: ModelProperty | null): JsonValue {
    return property === null ? null : evaluateProperty(this.#step, this.#context, property);
  }

  #fail(what: string, expected: string, value: JsonValue): never {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The ${what} of the element '${this.#elementId}' must be ${expected}, but it is ${JSON.stringify(value)}`,
    );
  }
}
