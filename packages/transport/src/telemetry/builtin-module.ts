/** A module of the runtime, without an import that other runtimes and bundlers would stumble over; `undefined` where it is missing. */
export function builtinModule<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.(name) as Module | undefined;
}
