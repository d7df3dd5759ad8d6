import { type ConsolaInstance, createConsola } from 'consola/core';
import loglevel from 'loglevel';
import pino from 'pino';
import { expectTypeOf } from 'vitest';
import winston from 'winston';
import { type CamundaLogger, createLogger, type LogLevel, NullLogger, SdkLogger } from './index.ts';

// The real loggers fit as they are.
createLogger(console);
createLogger(pino());
createLogger(winston.createLogger());
createLogger(loglevel);
createLogger(createConsola());
createLogger(new NullLogger());
createLogger();
expectTypeOf<ConsolaInstance>().toExtend<CamundaLogger>();

// @ts-expect-error: a logger without error is none
createLogger({ debug() {}, info() {}, warn() {} });
// @ts-expect-error: no such level
createLogger(undefined, { level: 'loud' });

expectTypeOf<LogLevel>().toEqualTypeOf<'silent' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silly'>();
expectTypeOf<SdkLogger>().toExtend<CamundaLogger>();
expectTypeOf(createLogger().bind({ jobKey: '1' })).toEqualTypeOf<SdkLogger>();
new SdkLogger(console, 'prefix').info(() => 'lazy', { a: 1 });
