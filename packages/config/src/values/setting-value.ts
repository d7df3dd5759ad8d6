import { Secret } from '@camunda/core';
import * as v from 'valibot';

/** What a reader gives back for a value that it cannot accept. */
export const INVALID: unique symbol = Symbol('invalid');

/**
 * A valibot schema for one value that may come as a text (from the environment or a file) or as itself (from code).
 *
 * @param expected what is accepted, in words; it ends the sentence "expected …" and stands in the reference page
 * @param read gives the typed value, or {@link INVALID}
 * @param keepsSecrets whether `read` wants a Secret as it is; otherwise it is given the text in it
 */
export function settingValue<Output>(
  expected: string,
  read: (given: unknown) => Output | typeof INVALID,
  keepsSecrets = false,
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
      const given = dataset.value;
      const value = read(Secret.isSecret(given) && !keepsSecrets ? given.reveal() : given);
      if (value !== INVALID) return value;
      addIssue({ message: expected });
      return NEVER;
    }),
    v.metadata<Output, { readonly expected: string }>({ expected }),
  );
}
