import type { Step } from './step.ts';

/**
 * Something the engine is asked to do, from outside or by itself. A command reads the state, refuses with an
 * `EngineRejection`, or emits events and follow-up commands; it never changes the state in another way.
 */
export interface Command<Input, Output = void> {
  /** Its name in messages and logs, such as `COMPLETE`. */
  readonly name: string;
  run(step: Step, input: Input): Output;
}

/** Declares a command. */
export function defineCommand<Input, Output = void>(
  name: string,
  run: (step: Step, input: Input) => Output,
): Command<Input, Output> {
  return { name, run };
}

/** A command that waits for its turn. */
export interface QueuedCommand {
  readonly command: Command<never, unknown>;
  readonly input: unknown;
}
