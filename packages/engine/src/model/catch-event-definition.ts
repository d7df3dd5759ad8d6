import type { FeelExpression, ModelProperty } from '../feel/index.ts';
import type { TimerKind } from '../timer/index.ts';

/** An event that something can wait for, as the model describes it. */
export type CatchEventDefinition =
  | MessageEventDefinition
  | SignalEventDefinition
  | TimerEventDefinition
  | ConditionalEventDefinition;

export interface MessageEventDefinition {
  readonly kind: 'message';
  readonly name: ModelProperty;
  /** Null where the model gives none, as at the start event of a process. */
  readonly correlationKey: ModelProperty | null;
}

export interface SignalEventDefinition {
  readonly kind: 'signal';
  readonly name: ModelProperty;
}

export interface TimerEventDefinition {
  readonly kind: 'timer';
  /** Which of the three ways the model writes the timer in. */
  readonly timer: TimerKind;
  readonly value: ModelProperty;
}

export interface ConditionalEventDefinition {
  readonly kind: 'conditional';
  readonly condition: FeelExpression;
  /** The only variables whose changes count; null for every variable that the condition reads. */
  readonly variableNames: ReadonlySet<string> | null;
  /** Which changes of a variable count. */
  readonly variableEvents: ReadonlySet<VariableChange>;
}

/** What can happen to a variable. */
export type VariableChange = 'create' | 'update';
