import { builtinModule } from './builtin-module.ts';
import type { CallEvent } from './call-event.ts';

/** The part of a `diagnostics_channel` channel that is used here. */
export interface EventChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** The channels by event type. */
export type EventChannels = Readonly<Record<CallEvent['type'], EventChannel>>;

/**
 * The channels `camunda:transport:start`, `:attempt`, `:retry`, `:auth`, `:end` and `:backpressure`, where the runtime has
 * `diagnostics_channel` (Node, Bun, Deno, workerd); `undefined` elsewhere.
 */
export function openDiagnosticsChannels(): EventChannels | undefined {
  const module = builtinModule<{ channel(name: string): EventChannel }>('node:diagnostics_channel');
  if (module === undefined) return undefined;
  const channel = (type: CallEvent['type']): EventChannel => module.channel(`camunda:transport:${type}`);
  return {
    start: channel('start'),
    attempt: channel('attempt'),
    retry: channel('retry'),
    auth: channel('auth'),
    end: channel('end'),
    backpressure: channel('backpressure'),
  };
}
