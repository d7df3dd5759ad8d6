import { operations } from '@camunda/api/descriptors';
import { continueBatchOperation } from './commands/batch-operations.ts';
import { finishDraining } from './commands/delete-resource.ts';
import { deploy } from './commands/deploy.ts';
import { dueCommands } from './commands/due-work.ts';
import { prepareResources } from './commands/prepare-resources.ts';
import { reportFault } from './commands/report-fault.ts';
import { behaviours } from './elements/behaviours.ts';
import { catchEventKinds } from './elements/catch-event-kinds.ts';
import type { Engine } from './engine.ts';
import { checkConditions } from './execution/catch-event-conditions.ts';
import { deferrableCommands } from './execution/deferrable-commands.ts';
import { fromFetch, toResponse } from './http/fetch-request.ts';
import { ApiHandler } from './http/handler.ts';
import type { ModelCache } from './model/model-cache.ts';
import { handlers } from './operations/handlers.ts';
import { managementOperations, managementRoutes } from './operations/management.ts';
import { viewOfDeployment } from './operations/view-of-deployment.ts';
import { checkEngineOptions } from './runtime/check-options.ts';
import { DEFAULT_TENANT } from './runtime/default-tenant.ts';
import { EngineCore, type EngineParts } from './runtime/engine-core.ts';
import type { EngineOptions } from './runtime/engine-options.ts';
import type { EventListener } from './runtime/event-log.ts';
import { recall, remember } from './snapshot/engine-memory.ts';
import {
  checkSnapshot,
  type EngineSnapshot,
  restoreSnapshot,
  takeSnapshot,
} from './snapshot/engine-snapshot.ts';
import { onceRestored } from './snapshot/once-restored.ts';
import { RestoringClock } from './snapshot/restoring-clock.ts';

/** An engine together with what a server needs of it. */
export interface EngineWithHandler {
  readonly engine: Engine;
  readonly core: EngineCore;
  readonly handler: ApiHandler;
  /** Resolves when the engine has been restored. */
  readonly restored: Promise<void>;
}

/** Makes an engine in this process, without a socket: clients reach it through its `fetch`. @throws EngineOptionError */
export function createEngine(options: EngineOptions = {}): Engine {
  checkEngineOptions(options);
  return buildEngine(options).engine;
}

/** Makes an engine and its request handler. @param models compiled models to share @throws EngineOptionError */
export function buildEngine(options: EngineOptions, models?: ModelCache): EngineWithHandler {
  const core = buildCore(options, models);
  const handler = new ApiHandler(core, [...Object.values(operations), ...managementRoutes], {
    ...handlers,
    ...managementOperations,
  });
  const { snapshot } = options;
  if (snapshot === undefined) {
    return { engine: engineOf(core, handler), core, handler, restored: Promise.resolve() };
  }
  checkSnapshot(core, snapshot);
  const { clock } = core.environment;
  const restoring = new RestoringClock(clock, options.startTime ?? pinnedAt(snapshot));
  const restored = restore(core, options, snapshot, restoring);
  // Whoever uses the engine hears of it.
  restored.catch(() => undefined);
  return {
    engine: onceRestored(engineOf(core, handler), restored, restoring),
    core,
    handler,
    restored,
  };
}

/** A second engine that goes on from where the first one is. @throws Error while commands are queued */
export function forkEngine(core: EngineCore): EngineWithHandler {
  const fork = buildEngine({ ...core.options, snapshot: undefined }, core.models);
  recall(fork.core, remember(core));
  fork.core.log.startAfter(core.log.lastPosition, core.log.list());
  fork.core.runDueWork();
  return fork;
}

function buildCore(options: EngineOptions, models?: ModelCache): EngineCore {
  const parts: EngineParts = {
    behaviours,
    catchEvents: catchEventKinds,
    deferrable: deferrableCommands,
    dueCommands,
    continueBatch: continueBatchOperation,
    beforeCommit: (step) => {
      checkConditions(step);
      finishDraining(step);
    },
    onFault: reportFault,
  };
  return new EngineCore(options, parts, models);
}

function engineOf(core: EngineCore, handler: ApiHandler): Engine {
  const close = async () => core.close();
  return {
    fetch: async (input, init) => toResponse(await handler.handle(fromFetch(input, init))),
    deploy: async (...resources) => {
      const prepared = await prepareResources(resources, core.models);
      const output = core.execute(deploy, { tenantId: DEFAULT_TENANT, resources: prepared });
      return viewOfDeployment(output, DEFAULT_TENANT);
    },
    clock: core.environment.clock,
    events: {
      list: () => [...core.log.list()],
      subscribe: (listener) => core.log.subscribe(apartFromEngine(listener)),
    },
    projections: {
      get behind() {
        return core.projectionFeed.held.length;
      },
      flush: () => core.projectionFeed.flush(),
    },
    idle: () => core.idle(),
    snapshot: () => takeSnapshot(core),
    fork: () => forkEngine(core).engine,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A listener whose failure is nobody's but the host's: what has happened has happened, and the others hear of it, too. */
function apartFromEngine(listener: EventListener): EventListener {
  if (typeof listener !== 'function') {
    throw new TypeError(`events.subscribe() takes a function, but was given ${typeof listener}`);
  }
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

async function restore(
  core: EngineCore,
  options: EngineOptions,
  snapshot: EngineSnapshot,
  clock: RestoringClock,
): Promise<void> {
  await restoreSnapshot(core, snapshot);
  if (core.isClosed) {
    return;
  }
  if (options.startTime !== undefined) {
    core.environment.clock.restore(options.startTime);
  }
  core.runDueWork();
  clock.follow();
}

function pinnedAt(snapshot: EngineSnapshot): number | undefined {
  const at = snapshot.memory.pinnedAt;
  return typeof at === 'number' ? at : undefined;
}
