import type { CamundaLogger } from '@camunda/logger';

/** Writes a line. A logger that fails, at once or later, must not make the call fail that it writes of: it is told on the console. */
export async function tell(
  logger: CamundaLogger | undefined,
  level: 'debug' | 'warn' | 'trace',
  message: string,
): Promise<void> {
  try {
    await logger?.[level]?.(message);
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: the logger is what failed
    console.error('A logger failed:', error);
  }
}
