import type { DecisionModel } from '../dmn/index.ts';
import type { ExecutableProcess } from './executable.ts';

/** The compiled processes and decisions, by the resource they came from. They are no state: the same file always gives the same ones. */
export class ModelCache {
  readonly #processes = new Map<string, ExecutableProcess>();
  readonly #decisions = new Map<string, DecisionModel>();

  put(checksum: string, process: ExecutableProcess): void {
    this.#processes.set(`${checksum}/${process.id}`, process);
  }

  putDecisions(checksum: string, model: DecisionModel): void {
    this.#decisions.set(checksum, model);
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
