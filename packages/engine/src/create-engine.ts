import { operations } from '@camunda/api/descriptors';
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
import { handlers } from './operations/handlers.ts';
import { DEFAULT_TENANT } from './operations/tenant.ts';
import { viewOfDeployment } from './operations/view-of-deployment.ts';
import { EngineCore } from './runtime/engine-core.ts';
import type { EngineOptions } from './runtime/engine-options.ts';

/** An engine together with what a server needs of it. */
export interface EngineWithHandler {
  readonly engine: Engine;
  readonly handler: ApiHandler;
}

/** Makes an engine in this process, without a socket: clients reach it through its `fetch`. */
export function createEngine(options: EngineOptions = {}): Engine {
  return buildEngine(options).engine;
}

/** Makes an engine and its request handler. */
export function buildEngine(options: EngineOptions): EngineWithHandler {
  const core = new EngineCore(options, {
    behaviours,
    catchEvents: catchEventKinds,
    deferrable: deferrableCommands,
    dueCommands,
    beforeCommit: (step) => {
      checkConditions(step);
      finishDraining(step);
    },
    onFault: reportFault,
  });
  const handler = new ApiHandler(core, Object.values(operations), handlers);
  const close = async () => core.close();
  const engine: Engine = {
    fetch: async (input, init) => toResponse(await handler.handle(fromFetch(input, init))),
    deploy: async (...resources) => {
      const prepared = await prepareResources(resources, core.models);
      const output = core.execute(deploy, { tenantId: DEFAULT_TENANT, resources: prepared });
      return viewOfDeployment(output, DEFAULT_TENANT);
    },
    clock: core.environment.clock,
    events: core.log,
    projections: {
      get behind() {
        return core.projectionFeed.held.length;
      },
      flush: () => core.projectionFeed.flush(),
    },
    idle: () => core.idle(),
    close,
    [Symbol.asyncDispose]: close,
  };
  return { engine, handler };
}
