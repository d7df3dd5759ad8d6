import { spawnSync } from 'node:child_process';
import { median } from './bench.ts';

/**
 * What importing these modules together adds to the start of a process, in milliseconds: the median over alternating
 * starts with and without them.
 */
export function importCost(modules: readonly string[], rounds = 15): number {
  const imports = modules.map((name) => `await import(${JSON.stringify(name)});`).join('');
  const differences: number[] = [];
  for (let round = 0; round < rounds; round++) differences.push(startTime(imports) - startTime(''));
  return median(differences);
}

function startTime(program: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`A process that should import modules failed:\n${stderr}`);
  return performance.now() - began;
}
