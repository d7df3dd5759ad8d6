import type { Engine } from '../engine.ts';
import { readModels } from './model-files.ts';

/** Deploys the models at some paths, and later those of them that have changed. */
export class ModelDeployer {
  readonly #engine: Engine;
  readonly #paths: readonly string[];
  readonly #deployed = new Map<string, string>();

  constructor(engine: Engine, paths: readonly string[]) {
    this.#engine = engine;
    this.#paths = paths;
  }

  /**
   * Deploys what is new or changed, all or nothing.
   * @returns the names of the files that were deployed
   * @throws UsageError when a file cannot be read, EngineRejection when the engine refuses a model
   */
  async deploy(): Promise<string[]> {
    const models = [...(await readModels(this.#paths))].map(([file, resource]) => ({
      file,
      resource,
      text: Buffer.from(resource.content).toString('latin1'),
    }));
    const changed = models.filter(({ file, text }) => this.#deployed.get(file) !== text);
    if (changed.length > 0) {
      await this.#engine.deploy(...changed.map(({ resource }) => resource));
    }
    for (const { file, text } of changed) {
      this.#deployed.set(file, text);
    }
    return changed.map(({ file }) => file);
  }
}
