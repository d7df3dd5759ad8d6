import type { Engine } from '../engine.ts';
import type { RestoringClock } from './restoring-clock.ts';

/** An engine whose models are still being compiled: what needs them waits. */
export function onceRestored(engine: Engine, restored: Promise<void>, clock: RestoringClock): Engine {
  let isRestored = false;
  restored.then(
    () => {
      isRestored = true;
    },
    () => undefined,
  );
  const refuseEarly = () => {
    if (!isRestored) {
      throw new Error('The engine is still being restored: await engine.idle() first');
    }
  };
  return {
    ...engine,
    projections: engine.projections,
    clock,
    fetch: async (input, init) => {
      await restored;
      return engine.fetch(input, init);
    },
    deploy: async (...resources) => {
      await restored;
      return engine.deploy(...resources);
    },
    idle: async () => {
      await restored;
      await engine.idle();
    },
    snapshot: () => {
      refuseEarly();
      return engine.snapshot();
    },
    fork: () => {
      refuseEarly();
      return engine.fork();
    },
  };
}
