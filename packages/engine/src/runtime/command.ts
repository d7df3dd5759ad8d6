import type { EngineState } from '../state/engine-state.ts';
import type { Step } from './step.ts';

/**
 * Something the engine is asked to do, from outside or by itself. A command reads the state, refuses with an
 * `EngineRejection`, or emits events and follow-up commands; it never changes the state in another way.
 */
export interface Command<Input, Output = void> {
  /** Its name in messages and logs, such as `COMPLETE`. */
  readonly name: string;
  run(step: Step, input: Input): Output;
  /**
   * The process instance that has to go on for the command to run: while it is suspended the command waits, if it was queued.
   * @default 0: it never waits
   */
  instanceOf?(state: EngineState, input: Input): number;
}

/** Declares a command; `instanceOf` as in {@link Command}. */
export function defineCommand<Input, Output = void>(
  name: string,
  run: (step: Step, input: Input) => Output,
  instanceOf?: (state: EngineState, input: NoInfer<Input>) => number,
): Command<Input, Output> {
  return instanceOf === undefined ? { name, run } : { name, run, instanceOf };
}

/** The process instance of a live element instance; 0 if it has ended. */
export function instanceOfKey({ elements }: EngineState, key: number): number {
  return elements.instances.get(key)?.value.processInstanceKey ?? 0;
}

/** A command that waits for its turn. */
export interface QueuedCommand {
  readonly command: Command<never, unknown>;
  readonly input: unknown;
}

/** By name, the commands that wait while their instance is suspended: all that have `instanceOf`. Their inputs are JSON. */
export type DeferrableCommands = ReadonlyMap<string, Command<never, unknown>>;
