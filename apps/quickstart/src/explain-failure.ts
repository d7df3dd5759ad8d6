import { CamundaError } from '@camunda/sdk';
import { StalledError } from './what-is-stuck.ts';

/** What a person needs to read of a failure: a sentence for what was foreseen, the stack for what was not. */
export function explainFailure(error: unknown): string {
  if (CamundaError.isInstance(error)) {
    const more = [Reflect.get(error, 'detail'), Reflect.get(error, 'hint')];
    const news = more.filter((line) => typeof line === 'string' && !error.message.includes(line));
    return [error.message, ...news].join('\n');
  }
  if (error instanceof StalledError) return error.message;
  if (error instanceof Error)
    return Reflect.get(error, 'code') === undefined ? (error.stack ?? error.message) : error.message;
  return String(error);
}
