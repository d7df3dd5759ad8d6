/** Something in a model that keeps it from being deployed. */
export interface Finding {
  /** The element it is about. */
  readonly elementId: string;
  /** One sentence. */
  readonly message: string;
}

/** Collects what is wrong with a model, so that one answer names everything. */
export class Findings {
  readonly list: Finding[] = [];

  add(elementId: string | undefined, message: string): void {
    this.list.push({ elementId: elementId ?? '(no id)', message });
  }
}
