import { describe, expect, it } from 'vitest';
import { createEngine } from './create-engine.ts';
import { EngineOptionError } from './engine-option-error.ts';
import type { EngineOptions } from './runtime/engine-options.ts';
import { startEngine } from './start-engine.ts';

describe('the options of an engine', () => {
  it.each<[string, object, RegExp]>([
    [
      'one that is misspelt',
      { startTimeMs: 0 },
      /`startTimeMs` is not known here; the options are .*startTime/,
    ],
    ['one of startEngine', { port: 0 }, /`port` is not known here/],
    ['a time that is none', { startTime: Number.NaN }, /`startTime` is NaN; expected a whole number/],
    ['a seed that is none', { seed: 'abc' }, /`seed` is "abc"/],
    ['a wait below 0', { longPollTimeoutMs: -1 }, /`longPollTimeoutMs` is -1; expected milliseconds/],
    ['a wait as text', { requestTimeoutMs: '10' }, /`requestTimeoutMs` is "10"/],
    ['a choice that is not there', { ambiguousMessages: 'newest' }, /'oldest' or 'random'/],
    ['a text for a yes', { multiTenancy: 'yes' }, /`multiTenancy` is "yes"; expected true or false/],
    ['an origin without a scheme', { cors: ['localhost:3000'] }, /`cors` .* expected true, false or a list/],
    ['an origin that is not in a list', { cors: 'https://app.example' }, /`cors`/],
    ['no room for events', { eventLimit: 0 }, /`eventLimit` is 0/],
    ['a body of no size', { maxRequestBytes: 0 }, /`maxRequestBytes` is 0/],
    ['half a clock', { clock: { now: () => 0 } }, /`clock` .* expected an object with the methods/],
    ['none', null as unknown as object, /`options` is null; expected an object/],
  ])('refuse %s', (_, options, message) => {
    const create = () => createEngine(options as EngineOptions);
    expect(create).toThrow(message);
    expect(create).toThrow(EngineOptionError);
  });

  it.each<[string, object, string]>([
    ['a port as text', { port: 'x' }, 'port'],
    ['a port that is none', { port: 70_000 }, 'port'],
    ['an empty host, which would be all of the machine', { port: 0, host: '' }, 'host'],
    ['an empty data file', { port: 0, dataFile: '' }, 'dataFile'],
    ['one that is misspelt', { port: 0, datafile: 'x' }, 'datafile'],
  ])('of startEngine refuse %s, and leave nothing open', async (_, options, option) => {
    await expect(startEngine(options)).rejects.toMatchObject({ code: 'ENGINE_OPTION', option });
  });

  it('are left out by undefined', async () => {
    await createEngine({ startTime: undefined, cors: undefined }).close();
  });
});

describe('what an engine is told later', () => {
  it('is refused where it makes no sense: times, files, listeners, ports', async () => {
    await using engine = await startEngine({ listen: false, startTime: 1000 });
    expect(() => engine.clock.advance(-1)).toThrow(/clock.advance\(\) takes milliseconds from 0 on/);
    expect(() => engine.clock.advance(Number.NaN)).toThrow(RangeError);
    expect(() => engine.clock.pin(Number.NaN)).toThrow(/clock.pin\(\) leads to a moment/);
    expect(engine.clock.now()).toBe(1000);
    const deploy = (...resources: unknown[]) =>
      engine.deploy(...(resources as Parameters<typeof engine.deploy>));
    await expect(deploy({ name: 'a.bpmn' })).rejects.toThrow(
      /resource 1 to have a `name` \(text\) and a `content`/,
    );
    await expect(deploy(null)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(() => engine.events.subscribe(undefined as unknown as () => void)).toThrow(/takes a function/);
    await expect(engine.listen({ port: -1 })).rejects.toMatchObject({ option: 'port' });
  });

  it('opens no port after close()', async () => {
    const engine = await startEngine({ listen: false });
    await engine.close();
    await expect(engine.listen({ port: 0 })).rejects.toThrow('the engine is closed');
  });

  it('leaves a list of events that somebody holds as it is', async () => {
    await using engine = createEngine();
    await engine.deploy({ name: 'notes.txt', content: 'text' });
    const before = engine.events.list();
    const count = before.length;
    await engine.deploy({ name: 'notes.txt', content: 'other text' });
    expect(before).toHaveLength(count);
    expect(engine.events.list().length).toBeGreaterThan(count);
  });

  it('a listener that fails is a fault of the host, not of what has happened', async () => {
    await using engine = createEngine();
    const heard: string[] = [];
    const uncaught = new Promise((resolve) => {
      const others = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const other of others) {
          process.on('uncaughtException', other);
        }
        resolve(error);
      });
    });
    const end = engine.events.subscribe(() => {
      end();
      throw new Error('not mine');
    });
    engine.events.subscribe((event) => heard.push(event.valueType));
    await engine.deploy({ name: 'notes.txt', content: 'text' });
    expect(heard.length).toBeGreaterThan(0);
    expect(await uncaught).toMatchObject({ message: 'not mine' });
  });
});
