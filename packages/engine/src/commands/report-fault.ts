import { raiseIncident } from '../execution/incidents.ts';
import type { QueuedCommand } from '../runtime/command.ts';
import { defineCommand } from '../runtime/command.ts';
import type { EngineCore } from '../runtime/engine-core.ts';

const raiseFault = defineCommand('FAULT', (step, input: { key: number; message: string }) => {
  const instance = step.state.elements.instances.get(input.key);
  if (instance !== undefined) {
    raiseIncident(step, instance, 'UNKNOWN', input.message);
  }
  return instance !== undefined;
});

/** A fault of the engine in a queued command stops the element instance that it is about; where there is none, it is the host's to see. */
export function reportFault(engine: EngineCore, error: unknown, queued: QueuedCommand): void {
  const { command, input } = queued;
  const reason = error instanceof Error ? error.message : String(error);
  const key = keyOf(input);
  queueMicrotask(() => {
    const message = `The engine failed in ${command.name}: ${reason}`;
    if (!engine.execute(raiseFault, { key, message })) {
      throw error;
    }
  });
}

function keyOf(input: unknown): number {
  const { key, flowScopeKey } = (input ?? {}) as { key?: unknown; flowScopeKey?: unknown };
  const found = key ?? flowScopeKey;
  return typeof found === 'number' ? found : 0;
}
