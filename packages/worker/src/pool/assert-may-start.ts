import process from 'node:process';
import { WorkerConfigError } from '../worker-config-error.ts';
import type { PoolRuntime } from './fair-pool.ts';

/** As much of Deno as is asked here. */
interface DenoPermissions {
  readonly permissions: {
    querySync(descriptor: { name: 'run'; command: string }): { readonly state: string };
  };
}

/**
 * Deno starts processes only with a permission; without it, the attempt ends the program.
 *
 * @throws WorkerConfigError
 */
export function assertMayStart(runtime: PoolRuntime): void {
  const deno = Reflect.get(globalThis, 'Deno') as DenoPermissions | undefined;
  if (runtime !== 'process' || deno === undefined) return;
  if (deno.permissions.querySync({ name: 'run', command: process.execPath }).state === 'granted') return;
  throw new WorkerConfigError(
    'executionStrategy',
    'executionStrategy process needs the permission --allow-run in Deno; use thread, or async',
  );
}
