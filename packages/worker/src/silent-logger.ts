import type { CamundaLogger } from '@camunda/logger';

const nothing = (): void => {};

/** Logs nothing. */
export const silentLogger: CamundaLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
