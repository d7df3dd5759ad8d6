import { buildEngine, type EngineWithHandler } from './create-engine.ts';
import { DataKeeper } from './data/data-keeper.ts';
import { EngineOptionError } from './engine-option-error.ts';
import { listenRules, NodeEngine } from './node-engine.ts';
import {
  checkEngineOptions,
  type OptionRule,
  someFunction,
  someText,
  yesOrNo,
} from './runtime/check-options.ts';
import type { EngineOptions } from './runtime/engine-options.ts';
import type { ListenOptions, RunningEngine, StartedEngine } from './started-engine.ts';

/** What an engine is started with. */
export interface StartEngineOptions extends EngineOptions, ListenOptions {
  /** Whether it listens at once; otherwise it waits for `listen()`. @default true */
  readonly listen?: boolean | undefined;
  /**
   * Keeps everything in this file, and goes on from what it says if it is there; for one engine at a time. What a request
   * did is written before it is answered.
   * @default nothing is kept
   */
  readonly dataFile?: string | undefined;
  /** Hears when the data file cannot be written (any more). @default the requests whose work was not written are answered with 500 */
  readonly onDataFileError?: ((error: Error) => void) | undefined;
}

/**
 * Starts an engine that listens for HTTP.
 *
 * @throws EngineOptionError when an option is not known, or cannot have its value
 * @throws EngineStartError when the port is taken or must not be used
 * @throws DataFileError when the data file is damaged, in use, or cannot be read or written
 */
export function startEngine(options: StartEngineOptions & { readonly listen: false }): Promise<StartedEngine>;
export function startEngine(options?: StartEngineOptions): Promise<RunningEngine>;
export async function startEngine(options: StartEngineOptions = {}): Promise<StartedEngine> {
  checkEngineOptions(options, startRules);
  const { dataFile } = options;
  if (dataFile !== undefined && options.snapshot !== undefined) {
    throw new EngineOptionError('dataFile', 'cannot be given together with `snapshot`: the file has its own');
  }
  const built = buildEngine(options);
  let started: StartedEngine | undefined;
  try {
    await built.restored;
    const keeper = dataFile === undefined ? undefined : await openData(dataFile, built, options);
    started = new NodeEngine(built, keeper).handle;
    if (options.listen !== false) {
      const { port, host, managementPort } = options;
      await started.listen({ port, host, managementPort });
    }
    return started;
  } catch (error) {
    await (started ?? built.engine).close();
    throw error;
  }
}

const startRules = {
  ...listenRules,
  listen: yesOrNo,
  dataFile: someText,
  onDataFileError: someFunction,
} as const satisfies {
  readonly [Name in Exclude<keyof StartEngineOptions, keyof EngineOptions>]-?: OptionRule;
};

async function openData(
  path: string,
  { core }: EngineWithHandler,
  { onDataFileError, startTime }: StartEngineOptions,
): Promise<DataKeeper> {
  const keeper = await DataKeeper.open(path, core, { onFailure: onDataFileError });
  if (startTime !== undefined) {
    core.environment.clock.restore(startTime);
  }
  // What happened before is not news; what fell due while nobody ran is.
  core.projectionFeed.flush();
  core.runDueWork();
  return keeper;
}
