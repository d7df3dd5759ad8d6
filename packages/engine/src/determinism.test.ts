import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, action, deployModels, perform, post } from '../test/actions.ts';
import { createEngine } from './create-engine.ts';
import type { EngineEvent } from './runtime/event.ts';

/** What an engine writes down when these things are done to it. */
async function run(seed: number, actions: readonly Action[]): Promise<string> {
  await using engine = createEngine({ startTime: 0, seed, ambiguousMessages: 'random' });
  await deployModels(engine);
  await perform(engine, actions);
  return JSON.stringify(engine.events.list());
}

describe('determinism (3.1)', () => {
  it('gives the same event log, byte for byte, for the same inputs and seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(action, { maxLength: 25 }), async (seed, actions) => {
        expect(await run(seed, actions)).toBe(await run(seed, actions));
      }),
      { numRuns: 40 },
    );
  });

  it('depends on the seed where chance is asked', async () => {
    const actions = [post('/messages/publication', { name: 'begin', correlationKey: '' })];
    expect(await run(1, actions)).not.toBe(await run(2, actions));
  });

  it('fires timers in order of due date, never early and never twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const events = JSON.parse(await run(1, actions)) as EngineEvent[];
        const fired = events.flatMap((event) =>
          event.valueType === 'TIMER' && event.intent === 'TRIGGERED' ? event : [],
        );
        expect(new Set(fired.map((event) => event.key)).size).toBe(fired.length);
        let before = 0;
        for (const { timestamp, value } of fired) {
          expect(value.dueAt).toBeLessThanOrEqual(timestamp);
          expect(value.dueAt).toBeGreaterThanOrEqual(before);
          before = value.dueAt;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves time, chance and timers of the machine to the environment: no room of the engine calls them itself', () => {
    const source = fileURLToPath(new URL('.', import.meta.url));
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      // What is beside the rooms serves sockets and the command line.
      (name) => /^(?!cli).+\/.+\.ts$/.test(name) && !/\.test(-d)?\.ts$/.test(name),
    );
    expect(files.length).toBeGreaterThan(100);
    const reads =
      /Date\.now|new Date\(\)|Math\.random|performance\.|randomUUID|crypto\.(?!subtle\.)|(?<!\.)\bset(Timeout|Interval|Immediate)\(/;
    const offenders = files.filter((name) =>
      reads.test(withoutComments(readFileSync(`${source}/${name}`, 'utf8'))),
    );
    expect(offenders).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
