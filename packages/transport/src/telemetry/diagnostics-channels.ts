import { builtinModule } from './builtin-module.ts';

/** The part of a `diagnostics_channel` channel that is used here. */
export interface EventChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** The channels by event type. */
export type EventChannels<Type extends string> = Readonly<Record<Type, EventChannel>>;

/**
 * The channels `camunda:<source>:<type>`, where the runtime has `diagnostics_channel` (Node, Bun, Deno, workerd);
 * `undefined` elsewhere.
 */
export function openDiagnosticsChannels<Type extends string>(
  source: string,
  types: readonly Type[],
): EventChannels<Type> | undefined {
  const module = builtinModule<{ channel(name: string): EventChannel }>('node:diagnostics_channel');
  if (module === undefined) return undefined;
  const channels = types.map((type) => [type, module.channel(`camunda:${source}:${type}`)]);
  return Object.fromEntries(channels) as EventChannels<Type>;
}
