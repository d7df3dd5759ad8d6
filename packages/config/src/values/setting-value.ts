import * as v from 'valibot';

/** What a reader gives back for a value that it cannot accept. */
export const INVALID: unique symbol = Symbol('invalid');

/**
 * A valibot schema for one value that may come as a text (from the environment or a file) or as itself (from code).
 *
 * @param expected what is accepted, in words; it ends the sentence "expected …" and stands in the reference page
 * @param read gives the typed value, or {@link INVALID}
 */
export function settingValue<Output>(
  expected: string,
  read: (given: unknown) => Output | typeof INVALID,
): v.SchemaWithPipe<
  readonly [
    v.UnknownSchema,
    v.RawTransformAction<unknown, Output>,
    v.MetadataAction<Output, { readonly expected: string }>,
  ]
> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, Output>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value);
      if (value !== INVALID) return value;
      addIssue({ message: expected });
      return NEVER;
    }),
    v.metadata<Output, { readonly expected: string }>({ expected }),
  );
}
