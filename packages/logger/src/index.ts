export type { CamundaLogger, LogMethod } from './camunda-logger.ts';
