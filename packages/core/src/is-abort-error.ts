/** Whether `value` is the error of an aborted operation (`AbortError`), which is never wrapped. */
export function isAbortError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'name') === 'AbortError';
}
