import type { ExecutableProcess } from './executable.ts';

/** The compiled processes, by the resource they came from. They are no state: the same file always gives the same ones. */
export class ModelCache {
  readonly #processes = new Map<string, ExecutableProcess>();

  put(checksum: string, process: ExecutableProcess): void {
    this.#processes.set(`${checksum}/${process.id}`, process);
  }

  /** @throws Error if the process was never read */
  get(checksum: string, processDefinitionId: string): ExecutableProcess {
    const process = this.#processes.get(`${checksum}/${processDefinitionId}`);
    if (process === undefined) {
      throw new Error(`The process '${processDefinitionId}' has no compiled model`);
    }
    return process;
  }
}
