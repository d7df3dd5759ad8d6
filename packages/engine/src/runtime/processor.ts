import { type Command, defineCommand, type QueuedCommand } from './command.ts';
import { EngineRejection } from './engine-rejection.ts';
import type { DeferredCommandValue } from './event.ts';
import { Step, type StepParts } from './step.ts';

/** How many follow-up commands run before the event loop gets a turn: a process that loops without waiting must not hang the host. */
const DRAIN_SLICE = 20_000;

/** Keeps a command of a suspended instance for later. */
const defer = defineCommand('DEFER', (step, value: DeferredCommandValue) => {
  step.emit('DEFERRED_COMMAND', 'DEFERRED', step.nextKey(), value);
});

/** Who hears what the processor does. */
export interface ProcessorHooks {
  /** A command has done its work, and its step is about to become final. */
  beforeCommit(step: Step): void;
  /** The queue has run empty. */
  settled(): void;
  /** A queued command failed, which is a fault of the engine: nobody waits for its answer. */
  fault(error: unknown, queued: QueuedCommand): void;
}

/** Runs commands, one at a time, each to the end of its own step; follow-ups wait in a queue. */
export class Processor {
  readonly #parts: StepParts;
  readonly #hooks: ProcessorHooks;
  #queue: QueuedCommand[] = [];
  #head = 0;
  #running = false;
  #resumeScheduled = false;
  #closed = false;

  constructor(parts: StepParts, hooks: ProcessorHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /** Whether nothing waits in the queue. */
  get isIdle(): boolean {
    return !this.#running && this.#head === this.#queue.length;
  }

  /** Carries a command out now, then whatever follows from it. @throws EngineRejection if the command is refused */
  execute<Input, Output>(command: Command<Input, Output>, input: Input): Output {
    if (this.#running) {
      throw new Error(`Command ${command.name} was executed while another one runs; enqueue it`);
    }
    this.#running = true;
    try {
      return this.#runStep(command, input);
    } catch (error) {
      throw EngineRejection.isInstance(error) ? error.of(command.name) : error;
    } finally {
      this.#running = false;
      this.#drain();
    }
  }

  /** Drops what waits and takes no further turn by itself. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#head = 0;
  }

  #drain(): void {
    this.#running = true;
    try {
      for (let count = 0; this.#head < this.#queue.length && count < DRAIN_SLICE; count++) {
        const queued = this.#queue[this.#head] as QueuedCommand;
        this.#head += 1;
        this.#runQueued(queued);
      }
    } finally {
      this.#running = false;
      this.#compact();
    }
    if (this.#head < this.#queue.length) {
      this.#resumeLater();
    } else {
      this.#hooks.settled();
    }
  }

  #runQueued(queued: QueuedCommand): void {
    const command = queued.command as Command<unknown, unknown>;
    try {
      const suspendedKey = this.#suspendedInstanceOf(command, queued.input);
      if (suspendedKey === 0) {
        this.#runStep(command, queued.input);
      } else {
        const { name } = command;
        this.#runStep(defer, { processInstanceKey: suspendedKey, command: name, input: queued.input });
      }
    } catch (error) {
      this.#hooks.fault(error, queued);
    }
  }

  /** The suspended instance that a command must wait for; 0 if it need not. */
  #suspendedInstanceOf(command: Command<unknown, unknown>, input: unknown): number {
    const { state } = this.#parts;
    if (state.suspensions.isEmpty || command.instanceOf === undefined) {
      return 0;
    }
    const processInstanceKey = command.instanceOf(state, input);
    return state.suspensions.isSuspended(processInstanceKey) ? processInstanceKey : 0;
  }

  #compact(): void {
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head > DRAIN_SLICE) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  #resumeLater(): void {
    if (this.#resumeScheduled || this.#closed) {
      return;
    }
    this.#resumeScheduled = true;
    this.#parts.environment.wall.setTimeout(() => {
      this.#resumeScheduled = false;
      if (!this.#closed) {
        this.#drain();
      }
    }, 0);
  }

  #runStep<Input, Output>(command: Command<Input, Output>, input: Input): Output {
    const step = new Step(this.#parts);
    try {
      const output = command.run(step, input);
      this.#hooks.beforeCommit(step);
      this.#parts.state.journal.clear();
      for (const followUp of step.followUps) {
        this.#queue.push(followUp);
      }
      this.#parts.log.append(step.events);
      return output;
    } catch (error) {
      step.abort();
      throw error;
    }
  }
}
