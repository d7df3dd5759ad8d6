import type { DecisionModel } from '../dmn/index.ts';
import type { ExecutableProcess } from './executable.ts';

/** A file that models were compiled from. */
export interface ModelSource {
  readonly name: string;
  /** Of the bytes that were deployed. */
  readonly checksum: string;
  readonly text: string;
}

/** Which model is meant: the process of that id in a file, or all decisions of a file (id null). */
export type ModelReference = readonly [checksum: string, processDefinitionId: string | null];

/** The compiled processes and decisions, by the resource they came from. They are no state: the same file always gives the same ones. */
export class ModelCache {
  readonly #processes = new Map<string, ExecutableProcess>();
  readonly #decisions = new Map<string, DecisionModel>();
  readonly #references = new WeakMap<object, ModelReference>();
  readonly #sources = new Map<string, ModelSource>();

  put(checksum: string, process: ExecutableProcess): void {
    this.#processes.set(`${checksum}/${process.id}`, process);
    this.#references.set(process, [checksum, process.id]);
  }

  putDecisions(checksum: string, model: DecisionModel): void {
    this.#decisions.set(checksum, model);
    this.#references.set(model, [checksum, null]);
  }

  /** Takes over everything that another has. */
  adopt(other: ModelCache): void {
    for (const source of other.#sources.values()) {
      this.remember(source);
    }
    for (const process of other.#processes.values()) {
      const [checksum = ''] = other.referenceOf(process) ?? [];
      this.put(checksum, process);
    }
    for (const [checksum, model] of other.#decisions) {
      this.putDecisions(checksum, model);
    }
  }

  /** Keeps what models were compiled from, so that another process can compile them again. */
  remember(source: ModelSource): void {
    this.#sources.set(source.checksum, source);
  }

  /** What the models were compiled from, the oldest first. */
  get sources(): IterableIterator<ModelSource> {
    return this.#sources.values();
  }

  get sourceCount(): number {
    return this.#sources.size;
  }

  /** Which model a value is; undefined if it is none. */
  referenceOf(value: object): ModelReference | undefined {
    return this.#references.get(value);
  }

  /** The model that is meant. @throws Error if it was never read */
  resolve([checksum, processDefinitionId]: ModelReference): ExecutableProcess | DecisionModel {
    return processDefinitionId === null ? this.decisions(checksum) : this.get(checksum, processDefinitionId);
  }

  /** @throws Error if the process was never read */
  get(checksum: string, processDefinitionId: string): ExecutableProcess {
    const process = this.#processes.get(`${checksum}/${processDefinitionId}`);
    if (process === undefined) {
      throw new Error(`The process '${processDefinitionId}' has no compiled model`);
    }
    return process;
  }

  /** The decisions of a file. @throws Error if it was never read */
  decisions(checksum: string): DecisionModel {
    const model = this.#decisions.get(checksum);
    if (model === undefined) {
      throw new Error(`The decision file with the checksum ${checksum} was never read`);
    }
    return model;
  }
}
