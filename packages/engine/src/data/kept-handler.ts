import type { RequestHandler } from '../http/engine-request.ts';
import { problem } from '../http/problem.ts';
import type { DataKeeper } from './data-keeper.ts';

/** Answers 500 to a request during which something could not be written: nobody is told that what may be lost is done. */
export function keptHandler(handler: RequestHandler, keeper: DataKeeper): RequestHandler {
  return {
    handle: async (request) => {
      const before = keeper.failures;
      const answer = await handler.handle(request);
      const { failure } = keeper;
      return failure === undefined || keeper.failures === before
        ? answer
        : problem(
            500,
            'INTERNAL',
            `${failure.message}; it is tried again with the next write`,
            request.target,
          );
    },
  };
}
