export type { CamundaLogger, LogMethod } from './camunda-logger.ts';
export type { CreateLoggerOptions } from './create-logger.ts';
export { createLogger } from './create-logger.ts';
export type { LineLevel, LogLevel } from './log-level.ts';
export { NullLogger } from './null-logger.ts';
export type { LogMessage, SdkLoggerOptions } from './sdk-logger.ts';
export { SdkLogger } from './sdk-logger.ts';
