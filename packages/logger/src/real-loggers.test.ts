import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { createConsola as createFullConsola } from 'consola';
import { createConsola } from 'consola/core';
import loglevel from 'loglevel';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import winston from 'winston';
import type { CamundaLogger } from './camunda-logger.ts';
import { createLogger } from './create-logger.ts';
import type { LogLevel } from './log-level.ts';

/** What a real logger wrote. */
interface Written {
  readonly level: string;
  readonly text: string;
}

interface RealLogger {
  readonly logger: CamundaLogger;
  readonly written: Written[];
}

function collect(written: Written[], level = ''): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n')) if (line !== '') written.push({ level, text: line });
      done();
    },
  });
}

const makers: Readonly<Record<string, (level?: LogLevel) => RealLogger>> = {
  console() {
    const written: Written[] = [];
    return { logger: new Console(collect(written, 'out'), collect(written, 'err')), written };
  },
  consola() {
    const written: Written[] = [];
    const reporter = {
      log: ({ type, args }: { type: string; args: unknown[] }) =>
        written.push({
          level: type,
          text: args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' '),
        }),
    };
    return { logger: createConsola({ level: 5, throttle: 0, reporters: [reporter] }), written };
  },
  pino() {
    const written: Written[] = [];
    const stream = {
      write: (line: string) => {
        const { level } = JSON.parse(line);
        written.push({ level: pino.levels.labels[level] ?? '', text: line });
      },
    };
    return { logger: pino({ level: 'trace' }, stream), written };
  },
  winston() {
    const written: Written[] = [];
    const format = winston.format.printf((entry) => {
      written.push({ level: entry.level, text: JSON.stringify(entry) });
      return '';
    });
    const transports = [
      new winston.transports.Stream({ stream: new Writable({ write: (_chunk, _encoding, done) => done() }) }),
    ];
    return { logger: winston.createLogger({ level: 'silly', format, transports }), written };
  },
  loglevel() {
    const written: Written[] = [];
    const logger = loglevel.getLogger(Symbol('test'));
    logger.methodFactory =
      (level) =>
      (...values) => {
        written.push({
          level,
          text: values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '),
        });
      };
    logger.setLevel('trace', false);
    return { logger, written };
  },
};

const names = Object.keys(makers);
const make = (name: string): RealLogger => {
  const maker = makers[name];
  if (maker === undefined) throw new Error(`no maker for ${name}`);
  return maker();
};

describe.each(names)('with the real %s', (name) => {
  it('writes message, values and bound context at every level', () => {
    const { logger, written } = make(name);
    const bound = createLogger(logger, { prefix: 'camunda' }).bind({ jobKey: '2251' });
    for (const level of ['error', 'warn', 'info', 'debug', 'trace', 'silly'] as const) {
      bound[level](`the ${level} message`, { answer: 42 }, 'text value');
    }
    const lines = written.filter(({ text }) => text.includes('message'));
    expect(lines).toHaveLength(6);
    for (const { text } of lines) {
      expect(text).toContain('camunda');
      expect(text).toContain('2251');
      expect(text).toMatch(/answer["\s:]*42/);
      expect(text).toContain('text value');
    }
    // console and loglevel would print a stack trace for trace.
    expect(written).toHaveLength(6);
  });

  it('is bound by its own child where it has one, and else before the message', () => {
    const { logger, written } = make(name);
    createLogger(logger).bind({ jobKey: '7' }).error('m');
    const structured = name === 'pino' || name === 'winston';
    expect(written[0]?.text.includes('"jobKey":"7"')).toBe(structured);
    expect(written[0]?.text.includes('[jobKey=7] m')).toBe(!structured);
  });

  it('keeps the message and every value when there are % signs in them', () => {
    const { logger, written } = make(name);
    createLogger(logger).info('100% of %s and %d and %o', 'value one', { two: 2 });
    createLogger(logger).info('50% and %s');
    expect(written[0]?.text.replaceAll('%%', '%')).toContain('100% of %s and %d and %o');
    expect(written[0]?.text).toContain('value one');
    expect(written[0]?.text).toMatch(/two["\s:]*2/);
    expect(written[1]?.text).toContain('50% and %s');
  });

  it('writes an error with its message, its cause and without secrets', () => {
    const { logger, written } = make(name);
    const error = Object.assign(new Error('it broke', { cause: new Error('deep planted-value') }), {
      request: { headers: { authorization: 'Bearer abc.def.123' } },
    });
    createLogger(logger, { secrets: ['planted-value'] }).error('failed', error, { clientSecret: 'abc' });
    const text = written.map((line) => line.text).join('\n');
    if (name !== 'consola' && name !== 'loglevel') expect(text).toContain('it broke');
    expect(text).not.toContain('planted-value');
    expect(text).not.toContain('abc');
  });

  it('cannot be made to write a forged line', () => {
    const { logger, written } = make(name);
    createLogger(logger).bind({ tenant: 'x\nERROR forged' }).info('a\r\nERROR forged', 'b\nERROR forged');
    expect(written.filter(({ text }) => text.startsWith('ERROR'))).toEqual([]);
    expect(written).toHaveLength(1);
  });

  it('writes nothing above the level, whatever the logger itself would write', () => {
    const { logger, written } = make(name);
    createLogger(logger, { level: 'silent' }).error('e');
    createLogger(logger, { level: 'warn' }).info('i');
    expect(written).toEqual([]);
  });
});

describe('the level of the logger behind', () => {
  it.each([
    ['pino', () => pino({ level: 'warn' })],
    [
      'winston',
      () => winston.createLogger({ level: 'warn', transports: [new winston.transports.Console()] }),
    ],
    ['consola', () => createFullConsola({ level: 1 })],
    [
      'loglevel',
      () => {
        const logger = loglevel.getLogger(Symbol('quiet'));
        logger.setLevel('warn', false);
        return logger;
      },
    ],
  ] as const)('is read before anything is formatted (%s)', (_name, maker) => {
    const logger = createLogger(maker() as CamundaLogger);
    expect(logger.isEnabled('error')).toBe(true);
    expect(logger.isEnabled('warn')).toBe(true);
    expect(logger.isEnabled('info')).toBe(false);
    let evaluated = false;
    logger.info(() => {
      evaluated = true;
      return 'x';
    });
    expect(evaluated).toBe(false);
  });
});

describe('structured loggers', () => {
  it('get plain objects as members, errors under their usual name, and keep their own members', () => {
    const { logger, written } = make('pino');
    createLogger(logger).error('m', { jobKey: '1' }, new Error('x'), { level: 'mine' }, 5);
    const entry = JSON.parse(written[0]?.text ?? '');
    expect(entry).toMatchObject({
      level: 50,
      msg: 'm',
      jobKey: '1',
      err: { type: 'Error', message: 'x' },
      values: [{ level: 'mine' }, 5],
    });
  });

  it.each(['pino', 'winston'])(
    'write time, level and message themselves, whatever the context says (%s)',
    (name) => {
      const { logger, written } = make(name);
      const context = { time: 1, level: 'fatal', message: 'forged', msg: 'forged', jobKey: '7' };
      createLogger(logger).bind(context).info('real');
      const entry = written[0]?.text ?? '';
      expect(JSON.parse(entry)).toMatchObject({ jobKey: '7', context: { time: 1, level: 'fatal' } });
      expect([JSON.parse(entry).msg, JSON.parse(entry).message]).toContain('real');
      expect(entry.match(/"(time|level|msg|message)":/g)?.length).toBe(name === 'pino' ? 7 : 6);
    },
  );

  it.each(['pino', 'winston'])('get errors at any depth with their message and cause (%s)', (name) => {
    const { logger, written } = make(name);
    const error = new Error('outer', { cause: new Error('inner') });
    createLogger(logger).error('m', error, { nested: [{ error }], set: new Set([1]) }, error);
    const entry = JSON.parse(written[0]?.text ?? '');
    const [first] = entry.nested;
    expect(first.error).toMatchObject({ type: 'Error', message: 'outer', cause: { message: 'inner' } });
    expect(entry.set).toEqual([1]);
    expect(entry.values).toMatchObject([{ message: 'outer' }]);
    expect(JSON.stringify(entry.err ?? entry.error)).toMatch(/outer.*inner/);
  });
});
