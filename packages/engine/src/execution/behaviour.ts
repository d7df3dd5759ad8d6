import type { EventDefinition, ExecutableElement, SequenceFlow } from '../model/executable.ts';
import type { ElementType, SequenceFlowValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';

/** A live element instance together with its element in the model. */
export interface ElementNode {
  readonly instance: ElementInstance;
  readonly element: ExecutableElement;
}

/** A token that is on its way, as the log knows it. */
export interface TakenToken {
  readonly flowKey: number;
  readonly value: SequenceFlowValue;
}

/** A token on its way along a flow. */
export interface ArrivingToken {
  readonly flow: SequenceFlow;
  readonly taken: TakenToken;
  readonly scopeKey: number;
}

/**
 * What one type of element does; the lifecycle does the rest (scopes, mappings, subscriptions, incidents, outgoing flows).
 * Every member may throw an `ElementFailure`: then everything since the phase began is taken back, and an incident is raised;
 * resolving it runs the phase again.
 */
export interface ElementBehaviour {
  /** The element is active: do its work, or queue `completeElement`. */
  onActivated(step: Step, node: ElementNode): void;
  /** An element directly inside is about to complete, after its output mappings; it can still fail. @default nothing */
  onChildCompleting?(step: Step, node: ElementNode, child: ElementNode): void;
  /** Before the element completes, after its output mappings. @default nothing */
  onCompleting?(step: Step, node: ElementNode): void;
  /** Which flows are taken when the element completes. @default all */
  selectFlows?(step: Step, node: ElementNode): readonly SequenceFlow[];
  /** The element begins to terminate: let go of what it holds (its job and incident are handled). @default nothing */
  onTerminating?(step: Step, node: ElementNode, skipListeners: boolean): void;
  /** A token has come to the element. @default the element is activated */
  onTokenArrived?(step: Step, token: ArrivingToken): void;
  /** Whether results are kept by the parent scope when there are no output mappings. @default true */
  readonly propagatesResult?: boolean;
}

/** One behaviour a type. A type that the model reader lets through must have one. */
export type BehaviourTable = Partial<Record<ElementType, ElementBehaviour>>;

/** How one kind of event is waited for. Error and escalation are not waited for: whoever throws them looks for a catcher. */
export interface CatchEventKind {
  /** Starts to wait on behalf of `host`; may throw an `ElementFailure`. */
  open(step: Step, host: ElementNode, catching: ExecutableElement): void;
  /** Ends what `host` waits for of this kind: everything, or only what the catching elements with these ids wait for. */
  close(step: Step, host: ElementNode, only?: ReadonlySet<string>): void;
}

/** The kinds of events that are waited for. */
export type CatchEventTable = Partial<Record<EventDefinition['kind'], CatchEventKind>>;
