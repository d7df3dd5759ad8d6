import type { BehaviourTable, CatchEventTable } from '../execution/behaviour.ts';
import { ModelCache } from '../model/model-cache.ts';
import { ProjectionFeed } from '../search/projection-feed.ts';
import { Projections } from '../search/projections.ts';
import { EngineState } from '../state/engine-state.ts';
import type { DueKind, DueWork } from '../state/records.ts';
import { BatchRunner } from './batch-runner.ts';
import type { Command, DeferrableCommands, QueuedCommand } from './command.ts';
import type { EngineOptions } from './engine-options.ts';
import { createEnvironment, type Environment } from './environment.ts';
import type { EngineEvent } from './event.ts';
import { EventLog } from './event-log.ts';
import { EventWaiters } from './event-waiters.ts';
import { JobWaiters } from './job-waiters.ts';
import { KeyGenerator } from './keys.ts';
import { Processor } from './processor.ts';
import { ResultWaiters } from './result-waiters.ts';
import type { Step } from './step.ts';
import { WakeUp } from './wake-up.ts';

/** What the core does not know itself: the elements, events and due work that it can run. */
export interface EngineParts {
  readonly behaviours: BehaviourTable;
  readonly catchEvents: CatchEventTable;
  readonly deferrable: DeferrableCommands;
  readonly dueCommands: { readonly [Kind in DueKind]: Command<DueWork> };
  /** What else follows from every command, such as conditions that now hold. */
  readonly beforeCommit: (step: Step) => void;
  /** One turn of a batch operation. */
  readonly continueBatch: Command<undefined>;
  /** What becomes of a fault of the engine in a queued command. */
  readonly onFault: (engine: EngineCore, error: unknown, queued: QueuedCommand) => void;
}

/**
 * How much work that has come to be due meanwhile runs before the event loop gets a turn: timers without a duration in a loop
 * must not hang the host. What waited before runs at once, however much it is.
 */
const NEW_WORK_LIMIT = 4_000;

/** The engine without its API: everything that happens is a command, everything that happened is an event. */
export class EngineCore {
  readonly options: EngineOptions;
  readonly environment: Environment;
  readonly models: ModelCache;
  readonly state: EngineState;
  readonly keys = new KeyGenerator();
  readonly log: EventLog;
  /** What searches see, and when. */
  readonly projectionFeed: ProjectionFeed;
  /** Requests that wait for jobs. */
  readonly jobWaiters: JobWaiters;
  /** Requests that wait for the end of an instance. */
  readonly resultWaiters: ResultWaiters;
  /** Requests that wait for anything else. */
  readonly eventWaiters: EventWaiters;
  readonly #parts: EngineParts;
  readonly #processor: Processor;
  readonly #wakeUp: WakeUp;
  readonly #batches: BatchRunner;
  readonly #idleWaiters: (() => void)[] = [];
  readonly #restListeners = new Set<() => void>();
  #runsDueWork = false;
  #continuesLater = false;
  #isClosed = false;

  /** @param models compiled models that another engine shares */
  constructor(options: EngineOptions, parts: EngineParts, models = new ModelCache()) {
    this.options = options;
    this.models = models;
    this.state = new EngineState(models);
    this.#parts = parts;
    this.environment = createEnvironment(options);
    this.log = new EventLog(options.eventLimit ?? Number.POSITIVE_INFINITY);
    const { state, environment, log } = this;
    const projections: Projections = new Projections((key, id) => {
      const value = projections.processDefinitions.get(key)?.value;
      const model = value && this.models.get(value.checksum, value.processDefinitionId);
      return model?.elements.get(id);
    });
    const lag = options.consistency?.lagMs ?? 0;
    this.projectionFeed = new ProjectionFeed(projections, environment, lag, options.seed ?? 1);
    this.jobWaiters = new JobWaiters(this);
    this.resultWaiters = new ResultWaiters(this);
    this.#batches = new BatchRunner(this, parts.continueBatch);
    this.eventWaiters = new EventWaiters(this);
    this.#wakeUp = new WakeUp(environment, () => this.runDueWork());
    this.#processor = new Processor(
      {
        state,
        environment,
        behaviours: parts.behaviours,
        catchEvents: parts.catchEvents,
        deferrable: parts.deferrable,
        keys: this.keys,
        log,
      },
      {
        beforeCommit: parts.beforeCommit,
        settled: () => this.#settled(),
        fault: (error, queued) => parts.onFault(this, error, queued),
      },
    );
    log.subscribe((event) => this.projectionFeed.take(event));
    environment.clock.drive({
      runDueWork: () => this.runDueWork(),
      nextDue: () => state.due.first()?.dueAt,
      timeMoved: () => this.#wakeUp.cancel(),
    });
  }

  /** What searches and GETs by key can see now. */
  get projections(): Projections {
    return this.projectionFeed.current;
  }

  /** Whether nothing runs by itself any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether no command waits. Jobs and timers may still wait for somebody or something. */
  get isIdle(): boolean {
    return this.#processor.isIdle;
  }

  /** Carries out a command, and what follows from it. @throws EngineRejection if it is refused */
  execute<Input, Output>(command: Command<Input, Output>, input: Input): Output {
    return this.#processor.execute(command, input);
  }

  /** Takes in what an engine before this one did. @throws Error if it does not follow on from what is known */
  replay(events: readonly EngineEvent[]): void {
    this.log.readAgain(events);
    for (const event of events) {
      this.state.apply(event);
      this.projectionFeed.take(event);
    }
    this.state.journal.clear();
  }

  /** Calls back whenever everything that was asked has been done, before anybody hears of it; the function that is returned ends that. */
  onRest(listener: () => void): () => void {
    this.#restListeners.add(listener);
    return () => this.#restListeners.delete(listener);
  }

  /** Does everything that is due by now, in order of (due date, key). Gives false if ever more came to be due, so that the rest comes later. */
  runDueWork(): boolean {
    if (this.#runsDueWork) {
      return true;
    }
    this.#runsDueWork = true;
    const firstNewKey = this.keys.peek();
    const done = new Set<number>();
    let budget = NEW_WORK_LIMIT;
    try {
      for (let work = this.#firstDue(); work !== undefined && budget > 0; work = this.#firstDue()) {
        if (work.key >= firstNewKey || done.has(work.key)) {
          budget -= 1;
        }
        done.add(work.key);
        this.#processor.execute(this.#parts.dueCommands[work.kind], work);
      }
    } finally {
      this.#runsDueWork = false;
    }
    if (budget === 0) {
      this.#continueLater();
    }
    this.#serve();
    return budget > 0;
  }

  /** Resolves when no command waits and nothing is due: everything has happened that happens by itself at this time. */
  idle(): Promise<void> {
    return this.#isAtRest() ? Promise.resolve() : new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Ends every wait; nothing keeps the process alive afterwards. */
  close(): void {
    this.#isClosed = true;
    this.#processor.close();
    this.#wakeUp.cancel();
    this.#batches.close();
    this.jobWaiters.close();
    this.resultWaiters.close();
    this.eventWaiters.close();
    for (const resolve of this.#idleWaiters.splice(0)) {
      resolve();
    }
  }

  #settled(): void {
    if (this.#runsDueWork) {
      return;
    }
    if (this.#firstDue() === undefined || this.#continuesLater) {
      this.#serve();
    } else {
      this.runDueWork();
    }
  }

  #serve(): void {
    if (this.isIdle) {
      for (const listener of this.#restListeners) {
        listener();
      }
    }
    if (this.#isClosed) {
      return;
    }
    this.jobWaiters.serve();
    this.#wakeUp.schedule(this.state.due.first()?.dueAt);
    this.#batches.schedule();
    if (this.#isAtRest()) {
      for (const resolve of this.#idleWaiters.splice(0)) {
        resolve();
      }
    }
  }

  #isAtRest(): boolean {
    return this.isIdle && this.#batches.isIdle && this.#firstDue() === undefined;
  }

  /** What is due now. */
  #firstDue(): DueWork | undefined {
    const first = this.state.due.first();
    return first !== undefined && first.dueAt <= this.environment.clock.now() ? first : undefined;
  }

  #continueLater(): void {
    if (!this.#continuesLater) {
      this.#continuesLater = true;
      this.environment.wall.setTimeout(() => {
        this.#continuesLater = false;
        if (!this.#isClosed) {
          this.runDueWork();
        }
      }, 0);
    }
  }
}
