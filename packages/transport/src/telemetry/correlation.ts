import { builtinModule } from './builtin-module.ts';

/** The part of `AsyncLocalStorage` that is used here. */
interface Storage {
  run<Result>(store: string, callback: () => Result): Result;
  getStore(): string | undefined;
}

let opened: { readonly storage: Storage | undefined } | undefined;

/** Holds no id itself: that lives in the asynchronous context of each caller. */
function storage(): Storage | undefined {
  if (opened === undefined) {
    const module = builtinModule<{ AsyncLocalStorage: new () => Storage }>('node:async_hooks');
    opened = { storage: module === undefined ? undefined : new module.AsyncLocalStorage() };
  }
  return opened.storage;
}

/**
 * Runs `callback`; the events of all calls that it makes, however much later, carry `correlationId`. Scopes side by side do not see each
 * other. In runtimes without `AsyncLocalStorage` (browsers) the id is not carried: give it with the options of each call.
 */
export function withCorrelation<Result>(correlationId: string, callback: () => Result): Result {
  const store = storage();
  return store === undefined ? callback() : store.run(correlationId, callback);
}

/** The id of the scope that this runs in. */
export function currentCorrelationId(): string | undefined {
  return opened?.storage?.getStore();
}
