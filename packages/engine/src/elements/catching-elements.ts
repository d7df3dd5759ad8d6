import type { ElementBehaviour } from '../execution/behaviour.ts';
import { openCatchEvent } from '../execution/catch-events.ts';
import { passThrough } from './pass-through.ts';

/** Waits for its event. Behind an event-based gateway it has come already; a link has nothing to wait for. */
export const intermediateCatchEvent: ElementBehaviour = {
  onActivated(step, node) {
    const { element } = node;
    const isBehindGateway = element.incoming.some(({ source }) => source.type === 'EVENT_BASED_GATEWAY');
    const waits = element.event !== null && step.catchEvents[element.event.kind] !== undefined;
    if (waits && !isBehindGateway) {
      openCatchEvent(step, node, element);
    } else {
      passThrough.onActivated(step, node);
    }
  },
};

/** Waits for a message. */
export const receiveTask: ElementBehaviour = {
  onActivated(step, node) {
    openCatchEvent(step, node, node.element);
  },
};

/** Waits for all of the events behind it; the path of the first to come is taken. */
export const eventBasedGateway: ElementBehaviour = {
  onActivated(step, node) {
    for (const { target } of node.element.outgoing) {
      openCatchEvent(step, node, target);
    }
  },
  selectFlows(step, { instance, element }) {
    const caught = step.state.elements.starts.get(instance.key)?.elementId;
    return element.outgoing.filter(({ target }) => target.id === caught);
  },
};
