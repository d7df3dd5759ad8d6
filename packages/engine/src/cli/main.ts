#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

// Listened for from the start: a Ctrl-C between two lines of the banner is one, too.
const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
  untilStopped: () => stopped,
});
