/** Tells on the console that somebody's logger failed: the last resort, when the logger itself cannot be used. */
export function reportFailedLogger(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the logger is what failed
  console.error('A logger failed; its further failures are not told:', error);
}
