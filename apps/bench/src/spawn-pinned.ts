import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Starts Node in a process of its own, pinned to one core where the machine can do so; its errors are shown. */
export function spawnPinned(
  core: 0 | 1,
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcessByStdio<null, Readable, null> {
  const command = [process.execPath, '--expose-gc', ...args];
  const [program = '', ...rest] = canPin ? ['taskset', '-c', String(core), ...command] : command;
  const { PATH = '' } = process.env;
  return spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH, ...environment } });
}

/** Runs a module to its end on the first core; gives what it printed last, parsed. */
export async function runPinned<Result>(module: URL, args: readonly string[]): Promise<Result> {
  const child = spawnPinned(0, [module.pathname, ...args]);
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  const last = output.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last) as Result;
}
