import type { EventOf, RuntimeInstructionsValue } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import type {
  AwaitedResult,
  ElementInstance,
  ElementInstanceState,
  EventTrigger,
  JoinTokens,
  LoopProgress,
} from './records.ts';
import { Table } from './table.ts';

/** The live element instances, and the tokens between them. */
export class ElementState {
  readonly instances: Table<number, ElementInstance>;
  readonly children: KeyIndex<number>;
  /** By `scopeKey:gatewayId`. */
  readonly joins: Table<string, JoinTokens>;
  /** Joins with waiting tokens, by scope: so that a scope that ends drops them. */
  readonly #joinsOfScope: Table<number, readonly string[]>;
  /** The start event by which a scope begins, where it is not the none start event, and its payload. By scope. */
  readonly starts: Table<number, EventTrigger>;
  /** Running multi-instances, by body. */
  readonly loops: Table<number, LoopProgress>;
  /** By process instance. */
  readonly awaitedResults: Table<number, AwaitedResult>;
  /** By process instance. */
  readonly runtimeInstructions: Table<number, RuntimeInstructionsValue>;
  /** Live instances of a process definition. */
  readonly instancesOfDefinition: KeyIndex<number>;

  constructor(journal: Journal) {
    this.instances = new Table(journal);
    this.children = new KeyIndex(journal);
    this.joins = new Table(journal);
    this.#joinsOfScope = new Table(journal);
    this.starts = new Table(journal);
    this.loops = new Table(journal);
    this.awaitedResults = new Table(journal);
    this.runtimeInstructions = new Table(journal);
    this.instancesOfDefinition = new KeyIndex(journal);
  }

  tokensAt(scopeKey: number, gatewayId: string): JoinTokens | undefined {
    return this.joins.get(`${scopeKey}:${gatewayId}`);
  }

  /** The half-filled joins of a scope. */
  joinsOf(scopeKey: number): readonly JoinTokens[] {
    return (this.#joinsOfScope.get(scopeKey) ?? []).flatMap((id) => this.joins.get(id) ?? []);
  }

  /** Every live element instance of a process instance, the process first, each before what is inside it. */
  treeOf(processInstanceKey: number): readonly ElementInstance[] {
    const root = this.instances.get(processInstanceKey);
    const found = root === undefined ? [] : [root];
    // A list goes on with what is added while it is walked through.
    for (const { key } of found) {
      found.push(...[...this.children.of(key)].flatMap((child) => this.instances.get(child) ?? []));
    }
    return found;
  }

  create(event: EventOf<'PROCESS_INSTANCE'>): void {
    const { key, value } = event;
    this.instances.set(key, {
      key,
      value,
      state: 'ACTIVATING',
      activeChildren: 0,
      pendingFlows: 0,
      jobKey: 0,
      trigger: null,
      interruption: null,
      calledInstanceKey: 0,
      isFulfilled: false,
      listenersDone: 0,
    });
    if (value.elementType === 'PROCESS') {
      this.instancesOfDefinition.add(value.processDefinitionKey, key);
      this.instances.patch(value.instance.parentElementInstanceKey, { calledInstanceKey: key });
    }
    this.#changeCounts(value.flowScopeKey, 1, 0);
    this.children.add(value.flowScopeKey, key);
  }

  enter(key: number, state: ElementInstanceState): void {
    this.instances.patch(key, { state, listenersDone: 0 });
  }

  /** The instance is one of another definition's element from now on. */
  migrate({ key, value }: EventOf<'PROCESS_INSTANCE'>): void {
    const before = this.instances.get(key);
    if (before !== undefined && value.elementType === 'PROCESS') {
      this.instancesOfDefinition.remove(before.value.processDefinitionKey, key);
      this.instancesOfDefinition.add(value.processDefinitionKey, key);
    }
    this.instances.patch(key, { value });
  }

  remove(event: EventOf<'PROCESS_INSTANCE'>): void {
    const { key, value } = event;
    this.dropTokens(key);
    this.starts.delete(key);
    this.loops.delete(key);
    this.instances.delete(key);
    this.children.remove(value.flowScopeKey, key);
    this.#changeCounts(value.flowScopeKey, -1, 0);
    if (value.elementType === 'PROCESS') {
      this.instancesOfDefinition.remove(value.processDefinitionKey, key);
      this.awaitedResults.delete(key);
      this.runtimeInstructions.delete(key);
    }
  }

  /** A token went along a flow: it is pending until the target is activated. */
  addPendingFlow(scopeKey: number): void {
    this.#changeCounts(scopeKey, 0, 1);
  }

  /** Tokens have arrived. */
  consumePendingFlows(scopeKey: number, count: number): void {
    this.#changeCounts(scopeKey, 0, -count);
  }

  /** A token waits at a join. */
  addToken(scopeKey: number, gatewayId: string, flowId: string): void {
    const id = `${scopeKey}:${gatewayId}`;
    const tokens = this.joins.get(id);
    if (tokens === undefined) {
      this.#joinsOfScope.set(scopeKey, [...(this.#joinsOfScope.get(scopeKey) ?? []), id]);
    }
    const byFlow = { ...tokens?.byFlow, [flowId]: (tokens?.byFlow[flowId] ?? 0) + 1 };
    this.joins.set(id, { scopeKey, gatewayId, byFlow });
  }

  /** A token waits at a join no longer, but is still in the scope. */
  removeToken(scopeKey: number, gatewayId: string, flowId: string): void {
    const tokens = this.joins.get(`${scopeKey}:${gatewayId}`);
    const { [flowId]: count = 0, ...others } = tokens?.byFlow ?? {};
    this.#setTokens(scopeKey, gatewayId, count > 1 ? { ...others, [flowId]: count - 1 } : others);
  }

  /** Takes one token of each flow that has any. Gives how many that were. */
  consumeTokens(scopeKey: number, gatewayId: string): number {
    const id = `${scopeKey}:${gatewayId}`;
    const tokens = this.joins.get(id);
    if (tokens === undefined) {
      return 0;
    }
    const rest: Record<string, number> = {};
    for (const [flowId, count] of Object.entries(tokens.byFlow)) {
      if (count > 1) {
        rest[flowId] = count - 1;
      }
    }
    this.#setTokens(scopeKey, gatewayId, rest);
    return Object.keys(tokens.byFlow).length;
  }

  /** A join without tokens is none. */
  #setTokens(scopeKey: number, gatewayId: string, byFlow: Readonly<Record<string, number>>): void {
    const id = `${scopeKey}:${gatewayId}`;
    if (Object.keys(byFlow).length > 0) {
      this.joins.set(id, { scopeKey, gatewayId, byFlow });
    } else {
      this.joins.delete(id);
      const others = (this.#joinsOfScope.get(scopeKey) ?? []).filter((other) => other !== id);
      this.#joinsOfScope.set(scopeKey, others);
    }
  }

  /** Forgets every token of a scope that is interrupted or ends: a join that waits would keep it open for ever. */
  dropTokens(scopeKey: number): void {
    const ids = this.#joinsOfScope.get(scopeKey);
    if (ids !== undefined) {
      for (const id of ids) {
        this.joins.delete(id);
      }
      this.#joinsOfScope.delete(scopeKey);
    }
    const scope = this.instances.get(scopeKey);
    if (scope !== undefined && scope.pendingFlows !== 0) {
      this.instances.patch(scopeKey, { pendingFlows: 0 });
    }
  }

  #changeCounts(scopeKey: number, children: number, flows: number): void {
    const scope = this.instances.get(scopeKey);
    if (scope !== undefined) {
      this.instances.patch(scopeKey, {
        activeChildren: scope.activeChildren + children,
        pendingFlows: Math.max(0, scope.pendingFlows + flows),
      });
    }
  }
}
