import type { AnswerStream, CallOptions } from '@camunda/transport';
import type { ConsistencyOptions } from './consistency/consistency-options.ts';
import type { Paginated, PaginateOptions } from './paginate.ts';

/** What a caller may say about one call of an operation. */
export interface OperationOptions extends CallOptions {}

/** What a caller may say about one call of an operation whose answer may lag behind what was written. */
export interface EventualOperationOptions<Result> extends OperationOptions {
  /** Repeats the call until its answer is as expected. @default the first answer is taken */
  readonly consistency?: ConsistencyOptions<Result> | undefined;
}

/** An operation with an input. */
export type Call<Input, Result> = (input: Input, options?: OperationOptions) => Promise<Result>;

/** An operation whose input may be left out. */
export type OptionalCall<Input, Result> = (input?: Input, options?: OperationOptions) => Promise<Result>;

/** An operation that has no input. */
export type BareCall<Result> = (options?: OperationOptions) => Promise<Result>;

/** A {@link Call} whose answer may lag behind what was written. */
export type EventualCall<Input, Result> = (
  input: Input,
  options?: EventualOperationOptions<Result>,
) => Promise<Result>;

/** An {@link OptionalCall} whose answer may lag behind what was written. */
export type EventualOptionalCall<Input, Result> = (
  input?: Input,
  options?: EventualOperationOptions<Result>,
) => Promise<Result>;

/** A {@link BareCall} whose answer may lag behind what was written. */
export type EventualBareCall<Result> = (options?: EventualOperationOptions<Result>) => Promise<Result>;

/** How an answer of bytes is given. */
export interface BytesOptions {
  /** `bytes` reads the whole answer; `stream` gives an `AnswerStream` as soon as its head is there. @default 'bytes' */
  readonly as?: 'bytes' | undefined;
}

/** See {@link BytesOptions}. */
export interface StreamOptions {
  readonly as: 'stream';
}

/** An operation that answers with bytes: all at once, or as a stream. */
export interface BinaryCall<Input> {
  (input: Input, options: OperationOptions & StreamOptions): Promise<AnswerStream>;
  (input: Input, options?: OperationOptions & BytesOptions): Promise<Uint8Array>;
}

/** A {@link BinaryCall} whose answer may lag behind what was written. */
export interface EventualBinaryCall<Input> {
  (input: Input, options: EventualOperationOptions<AnswerStream> & StreamOptions): Promise<AnswerStream>;
  (input: Input, options?: EventualOperationOptions<Uint8Array> & BytesOptions): Promise<Uint8Array>;
}

/** A search: one page with a call, all of them with `paginate`. */
export interface SearchCall<Input, Result, Item> {
  (input: Input, options?: EventualOperationOptions<Result>): Promise<Result>;
  /** All items of all pages, fetched as they are asked for. */
  paginate(input: Input, options?: PaginateOptions): Paginated<Item, Result>;
}

/** A search whose input may be left out. */
export interface SearchOptionalCall<Input, Result, Item> {
  (input?: Input, options?: EventualOperationOptions<Result>): Promise<Result>;
  /** All items of all pages, fetched as they are asked for. */
  paginate(input?: Input, options?: PaginateOptions): Paginated<Item, Result>;
}
