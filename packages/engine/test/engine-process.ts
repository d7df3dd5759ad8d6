import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** A command line that runs in a process of its own. */
export interface EngineProcess {
  readonly child: ChildProcess;
  /** All that it has printed. */
  output(): string;
  /** Resolves with the first group of the first match in what it prints. @throws Error if it ends before */
  seen(pattern: RegExp): Promise<string>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
}

/** Starts the command line with its arguments, at a free port. @param before words of a shell that come first, such as `ulimit -f 10;` */
export function startProcess(args: readonly string[], before = ''): EngineProcess {
  const command = [
    process.execPath,
    '--conditions=camunda-source',
    '--no-warnings',
    MAIN,
    '--port',
    '0',
    ...args,
  ];
  const child =
    before === ''
      ? spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('bash', ['-c', `${before} exec "$@"`, 'bash', ...command], {
          stdio: ['ignore', 'pipe', 'pipe'],
        });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let text = '';
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      heard();
    });
  }
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const seen = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(text);
      if (match !== null) {
        return match[1] ?? match[0];
      }
      const more = new Promise<boolean>((resolve) => {
        heard = () => resolve(true);
      });
      if (!(await Promise.race([more, ended.then(() => false)])) && !pattern.test(text)) {
        throw new Error(`The process ended without ${pattern}:\n${text}`);
      }
    }
  };
  return { child, output: () => text, seen, kill, ended: () => ended };
}
