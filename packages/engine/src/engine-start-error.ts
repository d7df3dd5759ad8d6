import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** The engine cannot listen where it was told to. */
export class EngineStartError extends CamundaError {
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number, cause: unknown) {
    super(`The engine cannot listen at ${host}:${port}: ${reasonOf(cause)}`, {
      code: 'ENGINE_START_FAILED',
      cause,
    });
    this.host = host;
    this.port = port;
  }

  get [errorBrand('EngineStartError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is EngineStartError {
    return hasErrorBrand(value, 'EngineStartError');
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return 'the port is in use by another program; choose another one with the option `port`';
    case 'EACCES':
      return 'this user may not use the port; choose one above 1023 with the option `port`';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
