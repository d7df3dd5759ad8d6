import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { spawnPinned } from '../spawn-pinned.ts';

const folder = dirname(createRequire(import.meta.url).resolve('@camunda/engine/package.json'));

/** An engine that the command line has started, in a process of its own on the second core. */
export interface CommandLine extends Disposable {
  readonly address: string;
  /** From the start of the process to the first answer of `/v2/status`. */
  readonly readyMs: number;
}

/** Starts `camunda-engine` at a free port with files to deploy or further arguments, and waits until it answers. */
export async function startCommandLine(...parameters: string[]): Promise<CommandLine> {
  const began = performance.now();
  const child = spawnPinned(1, [join(folder, 'dist/cli/main.js'), '--port', '0', ...parameters]);
  const address = await addressFrom(child.stdout);
  const { status } = await fetch(`${address}/status`);
  if (status !== 204) throw new Error(`${address}/status answered ${status}`);
  const readyMs = performance.now() - began;
  return { address, readyMs, [Symbol.dispose]: () => child.kill('SIGKILL') };
}

async function addressFrom(output: Readable): Promise<string> {
  let text = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const found = /CAMUNDA_REST_ADDRESS=(\S+)\n/.exec(text);
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error(`The command line ended before it was ready:\n${text}`);
}
