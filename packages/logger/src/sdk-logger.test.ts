import { Secret } from '@camunda/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RecordingLogger } from '../test/recording-logger.ts';
import type { CamundaLogger } from './camunda-logger.ts';
import type { LineLevel, LogLevel } from './log-level.ts';
import { NullLogger } from './null-logger.ts';
import { SdkLogger } from './sdk-logger.ts';

const LINES: readonly LineLevel[] = ['error', 'warn', 'info', 'debug', 'trace', 'silly'];
const logEverything = (logger: SdkLogger) => {
  for (const level of LINES) logger[level](level);
};

afterEach(() => vi.restoreAllMocks());

describe('SdkLogger: levels (P18)', () => {
  it.each([
    ['silent', []],
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
    ['trace', ['error', 'warn', 'info', 'debug', 'trace']],
    ['silly', ['error', 'warn', 'info', 'debug', 'trace', 'silly']],
  ] as const)('writes at %s the lines %j, and so do bound loggers', (level, expected) => {
    const target = new RecordingLogger();
    const logger = new SdkLogger(target, '', { level });
    logEverything(logger);
    expect(target.messages).toEqual(expected);
    target.lines.length = 0;
    const bound = logger.bind({ worker: 'w' });
    logEverything(bound);
    expect(target.messages).toEqual(expected.map((line) => `[worker=w] ${line}`));
    for (const line of LINES)
      expect(bound.isEnabled(line)).toBe((expected as readonly string[]).includes(line));
  });

  it('changes the level of all loggers of one tree', () => {
    const target = new RecordingLogger();
    const logger = new SdkLogger(target, '', { level: 'error' });
    const bound = logger.bind({ a: 1 });
    logger.level = 'debug';
    expect(bound.level).toBe('debug');
    bound.debug('now');
    expect(target.messages).toEqual(['[a=1] now']);
  });

  it.each(['loud', '', 7])('refuses the level %j', (level) => {
    expect(() => new SdkLogger(new NullLogger(), '', { level: level as LogLevel })).toThrow(TypeError);
  });

  it('writes trace and silly with debug where the logger has nothing finer', () => {
    const target = new RecordingLogger();
    const logger = new SdkLogger(target);
    logger.trace('t');
    logger.silly('s');
    expect(target.lines.map(({ level, message }) => [level, message])).toEqual([
      ['debug', 't'],
      ['debug', 's'],
    ]);
    const traced: string[] = [];
    const withTrace = Object.assign(new RecordingLogger(), {
      trace: (message: string) => traced.push(message),
    });
    new SdkLogger(withTrace as CamundaLogger).trace('t');
    expect(traced).toEqual(['t']);
  });
});

describe('SdkLogger: a line that is not written', () => {
  it('is not formatted at all', () => {
    const touched = vi.fn(() => 'x');
    const touchy = {
      get value() {
        return touched();
      },
      toString: touched,
      toJSON: touched,
    };
    const logger = new SdkLogger(new RecordingLogger(), '', { level: 'info' });
    logger.debug(touched, touchy, touched);
    logger.bind({ a: 1 }).trace(touched, touchy);
    expect(touched).not.toHaveBeenCalled();
  });

  it('is not formatted either when the logger behind it would drop it', () => {
    const lazy = vi.fn(() => 'x');
    const target = Object.assign(new RecordingLogger(), {
      isLevelEnabled: () => false,
      bindings: () => ({}),
    });
    new SdkLogger(target).error(lazy, lazy);
    expect(lazy).not.toHaveBeenCalled();
  });
});

describe('SdkLogger: lazy arguments', () => {
  it('are called once, when the line is written', () => {
    const target = new RecordingLogger();
    const message = vi.fn(() => 'made late');
    new SdkLogger(target).info(message, () => ({ answer: 42 }));
    expect(target.lines).toEqual([{ level: 'info', message: 'made late', values: [{ answer: 42 }] }]);
    expect(message).toHaveBeenCalledTimes(1);
  });

  it('cannot take the program down', () => {
    const target = new RecordingLogger();
    const failing = () => {
      throw new Error('no');
    };
    new SdkLogger(target).info(failing, failing);
    expect(target.lines[0]).toMatchObject({
      message: '[lazy argument failed: Error: no]',
      values: ['[lazy argument failed: Error: no]'],
    });
  });
});

describe('SdkLogger: prefix and context', () => {
  it('stand before the message where the logger cannot bind', () => {
    const target = new RecordingLogger();
    const logger = new SdkLogger(target, 'camunda:');
    const bound = logger.bind({ jobKey: '12' }).bind({ type: 'a b', jobKey: '13', deep: { x: 1 } });
    bound.info('m');
    logger.info('m');
    expect(target.messages).toEqual(['camunda: [jobKey=13 type="a b" deep="{\\"x\\":1}"] m', 'camunda: m']);
  });

  it.each(['bind', 'child'])('uses the logger’s own %s, and does not change the logger', (method) => {
    const child = new RecordingLogger();
    const own = vi.fn((_context: Record<string, unknown>) => child);
    const target = Object.freeze(Object.assign(new RecordingLogger(), { [method]: own }));
    new SdkLogger(target, 'p').bind({ jobKey: '1' }).info('m');
    expect(own).toHaveBeenCalledExactlyOnceWith({ jobKey: '1' });
    expect(child.messages).toEqual(['p m']);
    expect(target.lines).toEqual([]);
  });

  it('hides secrets in the context, too', () => {
    const target = new RecordingLogger();
    const bound = new SdkLogger(target, '', { secrets: ['planted-value'] }).bind({
      token: 't-1',
      a: 'planted-value',
    });
    bound.info('m');
    expect(target.messages).toEqual(['[token="[redacted]" a="[redacted]"] m']);
  });
});

describe('SdkLogger: on top of another one', () => {
  it('keeps the level, the context and the secrets of the one below', () => {
    const target = new RecordingLogger();
    const below = new SdkLogger(target, '', { level: 'info', secrets: ['planted-value'] }).bind({ a: 1 });
    const above = new SdkLogger(below, 'above', { level: 'debug' });
    above.debug('no');
    above.info('100% planted-value', 1);
    expect(above.isEnabled('debug')).toBe(false);
    expect(target.messages).toEqual(['[a=1] above 100%% [redacted]']);
  });
});

describe('SdkLogger: secrets registered later', () => {
  it('are hidden in loggers that were bound before', () => {
    const target = new RecordingLogger();
    const logger = new SdkLogger(target);
    const bound = logger.bind({});
    logger.hideSecrets([new Secret('planted-value')]);
    bound.info('it is planted-value');
    expect(target.messages).toEqual(['it is [redacted]']);
  });
});

describe('SdkLogger: what cannot be read', () => {
  const hostile = {
    toString() {
      throw new Error('no');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();

  it.each([
    ['an object whose toString fails', () => hostile],
    ['a revoked proxy', () => proxy],
    ['an object without a prototype', () => Object.create(null)],
  ])('cannot take the program down, as message, value, context or failure: %s', (_, make) => {
    const value: unknown = make();
    const target = new RecordingLogger();
    const logger = new SdkLogger(target);
    const fail = () => {
      throw value;
    };
    logger.info(value as string, value);
    logger.error(() => value as string, fail);
    logger.info(fail);
    logger.bind({ value }).info('bound');
    logger.bind(value as Record<string, unknown>).info('bound');
    expect(target.messages.slice(0, 3)).toEqual([
      '[unreadable]',
      '[unreadable]',
      '[lazy argument failed: [unreadable]]',
    ]);
    expect(target.lines).toHaveLength(5);
  });
});

describe('SdkLogger: a logger that fails', () => {
  const methods = () => {
    const messages: string[] = [];
    const write = (message: string) => void messages.push(message);
    return { messages, debug: write, info: write, warn: write, error: write };
  };

  it('is told of when it fails later, and raises no unhandled rejection', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const slow = { ...methods(), info: async () => Promise.reject(new Error('disk full')) };
    const logger = new SdkLogger(slow);
    logger.info('a');
    logger.info('b');
    // An unhandled rejection would end this process before a new turn of its loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveBeenCalledTimes(1);
    expect(String(told.mock.calls[0]?.[1])).toBe('Error: disk full');
  });

  it('goes on being used when only its level, bind or child fails', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const fail = () => {
      throw new Error('no');
    };
    const noLevel = { ...methods(), bindings: () => ({}), isLevelEnabled: fail };
    new SdkLogger(noLevel).info('a');
    expect(noLevel.messages).toHaveLength(1);
    const callable = Object.assign(() => undefined, methods());
    for (const target of [
      { ...methods(), bind: fail },
      { ...methods(), bind: () => undefined },
      { ...methods(), child: () => ({ info() {} }) as unknown as CamundaLogger },
      callable,
    ]) {
      new SdkLogger(target).bind({ job: 1 }).info('a');
      expect(target.messages).toEqual(['[job=1] a']);
    }
  });

  it('does not take the program down, and is told once', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const failing = {
      ...new NullLogger(),
      debug() {},
      warn() {},
      error() {},
      info() {
        throw new Error('disk full, password=hunter2');
      },
    };
    const logger = new SdkLogger(failing);
    logger.info('a');
    logger.bind({ b: 1 }).info('b');
    expect(told).toHaveBeenCalledTimes(1);
    expect(String(told.mock.calls[0]?.[1])).toBe('Error: disk full, password=[redacted]');
  });

  it.each([undefined, null, {}, 'logger', { debug() {}, info() {}, warn() {} }])(
    'is refused when it is %j',
    (target) => {
      expect(() => new SdkLogger(target as unknown as CamundaLogger)).toThrow(
        /The logger has no method .*error/,
      );
    },
  );
});
