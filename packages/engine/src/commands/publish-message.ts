import { correlateMessage as bringMessage } from '../execution/catch-event-messages.ts';
import type { MessageValue } from '../runtime/catch-event-values.ts';
import { defineCommand } from '../runtime/command.ts';
import { EngineRejection, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';

/** A message to publish. */
export type PublishMessageInput = Omit<MessageValue, 'expiresAt'>;

/** Publishes a message: to everything that waits for it now, and while it lives to everything that will. Gives its key. */
export const publishMessage = defineCommand('PUBLISH', (step, input: PublishMessageInput): number => {
  return publish(step, input).messageKey;
});

/** What became of a message that had to be caught at once. */
export interface CorrelatedMessage {
  readonly messageKey: number;
  /** The first instance that caught it. */
  readonly processInstanceKey: number;
}

/** Brings a message to what waits for it now. Nothing there: refused. */
export const correlateMessage = defineCommand(
  'CORRELATE',
  (step, input: Omit<PublishMessageInput, 'timeToLive' | 'messageId'>): CorrelatedMessage => {
    const { messageKey, instances } = publish(step, { ...input, timeToLive: 0, messageId: '' });
    const [processInstanceKey] = instances;
    if (processInstanceKey === undefined) {
      throw notFound(
        `a subscription for the message '${input.name}' with the correlation key '${input.correlationKey}'`,
      );
    }
    return { messageKey, processInstanceKey };
  },
);

function publish(step: Step, input: PublishMessageInput) {
  const value: MessageValue = { ...input, expiresAt: step.now + input.timeToLive };
  if (step.state.messages.withSameId(value) !== undefined) {
    throw new EngineRejection(
      'ALREADY_EXISTS',
      `Expected to publish a new message with the id '${value.messageId}', but a message with that id, the name '${value.name}' and the correlation key '${value.correlationKey}' was published already`,
    );
  }
  const messageKey = step.nextKey();
  step.emit('MESSAGE', 'PUBLISHED', messageKey, value);
  const instances = bringMessage(step, messageKey);
  if (input.timeToLive <= 0) {
    step.emit('MESSAGE', 'EXPIRED', messageKey, value);
  }
  return { messageKey, instances };
}
