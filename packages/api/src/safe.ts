import type { AnswerStream } from '@camunda/transport';
import type { BinaryCall, BytesOptions, EventualOperationOptions, StreamOptions } from './call-types.ts';
import type { CamundaOperations } from './generated/client.ts';
import { operations } from './generated/operations.ts';

/** How a call ended: with its result, or with what it would have thrown. */
export type Outcome<Result> =
  | { readonly ok: true; readonly value: Result; readonly error?: undefined }
  | { readonly ok: false; readonly error: unknown; readonly value?: undefined };

/** Every operation, with an {@link Outcome} instead of a rejection. */
export type SafeOperations = {
  readonly [Id in keyof CamundaOperations]: CamundaOperations[Id] extends BinaryCall<infer Input>
    ? SafeBinaryCall<Input>
    : (
        ...parameters: Parameters<CamundaOperations[Id]>
      ) => Promise<Outcome<Awaited<ReturnType<CamundaOperations[Id]>>>>;
};

/** A {@link BinaryCall} with an {@link Outcome}. */
export interface SafeBinaryCall<Input> {
  (
    input: Input,
    options: EventualOperationOptions<AnswerStream> & StreamOptions,
  ): Promise<Outcome<AnswerStream>>;
  (input: Input, options?: EventualOperationOptions<Uint8Array> & BytesOptions): Promise<Outcome<Uint8Array>>;
}

/** Turns a promise into an {@link Outcome}; never rejects. */
export async function toOutcome<Result>(call: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Wraps all operations of a client. */
export function buildSafe(methods: CamundaOperations): SafeOperations {
  const wrap =
    (method: (...parameters: never[]) => Promise<unknown>) =>
    (...parameters: never[]) =>
      toOutcome(() => method(...parameters));
  const ids = Object.keys(operations) as (keyof CamundaOperations)[];
  return Object.fromEntries(ids.map((id) => [id, wrap(methods[id])])) as unknown as SafeOperations;
}
