import type { Order } from './orders.ts';

/** How the orders of a run ended: every order is in exactly one place. */
export interface Outcomes {
  /** How many orders ended in each way, by the way's name. */
  readonly finished: ReadonlyMap<string, number>;
  /** Orders that were placed and whose end is not known. */
  readonly unfinished: readonly Order[];
  /** Orders that were never placed. */
  readonly notPlaced: readonly Order[];
}

/** Keeps account of every order from the first moment on. */
export class OrderLedger {
  readonly #waiting: Order[];
  readonly #open = new Set<Order>();
  readonly #finished = new Map<string, number>();

  constructor(orders: readonly Order[]) {
    this.#waiting = [...orders].reverse();
  }

  /** How many orders have ended. */
  get done(): number {
    return [...this.#finished.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The next order that nobody has placed yet, which from now on counts as placed. */
  take(): Order | undefined {
    const order = this.#waiting.pop();
    if (order) this.#open.add(order);
    return order;
  }

  /** The order has ended in this way. */
  finish(order: Order, outcome: string): void {
    if (!this.#open.delete(order)) throw new Error(`Order ${order.number} was settled twice.`);
    this.#finished.set(outcome, (this.#finished.get(outcome) ?? 0) + 1);
  }

  /** The order could not be placed: it is not in the cluster. */
  giveBack(order: Order): void {
    if (this.#open.delete(order)) this.#waiting.push(order);
  }

  outcomes(): Outcomes {
    return { finished: this.#finished, unfinished: [...this.#open], notPlaced: [...this.#waiting].reverse() };
  }
}
