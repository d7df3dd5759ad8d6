import type { CallRequest } from './call-request.ts';
import type { CallResponse } from './call-response.ts';

/** Hands the call on to the next policy. A policy may call it several times, as the retry policy does, or not at all. */
export type NextPolicy = (request: CallRequest) => Promise<CallResponse>;

/** One step that every call goes through. */
export interface Policy {
  /** What it is called in the transport's list, such as `retry`. */
  readonly name: string;
  /** Treats the call, usually by calling `next`. */
  handle(request: CallRequest, next: NextPolicy): Promise<CallResponse>;
}
