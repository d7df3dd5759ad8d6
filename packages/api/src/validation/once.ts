import type { GenericSchema } from 'valibot';

/** Builds a schema when it is first needed, and keeps it. */
export function once(build: () => GenericSchema): () => GenericSchema {
  let schema: GenericSchema | undefined;
  return () => {
    schema ??= build();
    return schema;
  };
}
