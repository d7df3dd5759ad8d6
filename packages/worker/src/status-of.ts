/** The HTTP status that an error carries, whatever its class; `undefined` where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' ? status : undefined;
}
