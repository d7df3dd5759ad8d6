import type {
  ConditionSubscriptionValue,
  MessageSubscriptionValue,
  MessageValue,
  SignalSubscriptionValue,
  TimerValue,
} from '../runtime/catch-event-values.ts';

/** A message that is still there to be caught. */
export interface Message {
  readonly key: number;
  readonly value: MessageValue;
  /** The process ids that have caught it: each catches a message once, over all its versions. */
  readonly caughtBy: readonly string[];
}

/** Something that waits for an event. */
export type Waiting =
  | WaitingFor<'MESSAGE_SUBSCRIPTION', MessageSubscriptionValue>
  | WaitingFor<'SIGNAL_SUBSCRIPTION', SignalSubscriptionValue>
  | WaitingFor<'TIMER', TimerValue>
  | WaitingFor<'CONDITION_SUBSCRIPTION', ConditionSubscriptionValue>;

export type WaitingType = Waiting['type'];

interface WaitingFor<Type, Value> {
  readonly type: Type;
  readonly key: number;
  readonly value: Value;
  /** The position of the event that opened it: what happened before does not count. */
  readonly openedAt: number;
  /** Whether its instance is suspended, so that no message or signal finds it. */
  readonly isPaused: boolean;
}

/** What waits, of one type. */
export type WaitingOf<Type extends WaitingType> = Extract<Waiting, { type: Type }>;
