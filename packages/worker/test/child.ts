import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** How a child ended. */
export interface ChildResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** A program of this folder in a process of its own. `onLine` gets its output as it comes. */
export function runChild(
  file: string,
  parameters: readonly string[],
  onLine: (line: string, child: ChildProcess) => void = () => {},
  flags: readonly string[] = ['--expose-gc'],
): Promise<ChildResult> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [...flags, '--conditions=camunda-source', path, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '' },
  });
  let output = '';
  let rest = '';
  const onData = (chunk: Buffer): void => {
    output += chunk;
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line, child);
  };
  child.stdout?.on('data', onData);
  child.stderr?.on('data', onData);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
}
