import type { TestEngine } from './test-engine.ts';

/** Does whatever instances wait for, until nothing is left to do: jobs, user tasks, messages, and the passing of time. */
export async function runToEnd(engine: TestEngine, variables: object): Promise<void> {
  for (let round = 0; round < 1000; round += 1) {
    const open = await engine.search('process-instances', { state: 'ACTIVE' });
    if (open.length === 0) {
      return;
    }
    const done =
      (await completeJobs(engine)) +
      (await completeUserTasks(engine)) +
      (await sendMessages(engine, variables));
    const due = engine.engine.clock.nextDue();
    if (done === 0 && due === undefined) {
      const waiting = await engine.search('element-instances', { state: 'ACTIVE' });
      throw new Error(`Nothing goes on at ${waiting.map(({ elementId }) => elementId).join(', ')}`);
    }
    if (done === 0 && due !== undefined) {
      engine.engine.clock.advance(Math.max(0, due - engine.engine.clock.now()));
      await engine.engine.idle();
    }
  }
  throw new Error('The instances have not ended after 1000 rounds');
}

async function completeJobs(engine: TestEngine): Promise<number> {
  const jobs = await engine.search('jobs', { state: 'CREATED' });
  const types = new Set<string>(jobs.map(({ type }) => type));
  let done = 0;
  for (const type of types) {
    done += await engine.work(type);
  }
  return done;
}

async function completeUserTasks(engine: TestEngine): Promise<number> {
  const tasks = await engine.search('user-tasks', { state: 'CREATED' });
  for (const { userTaskKey } of tasks) {
    // Task listeners hold the answer back until their jobs are done, which is the next round's work.
    void engine.call('POST', `/user-tasks/${userTaskKey}/completion`, {});
  }
  await engine.engine.idle();
  return tasks.length;
}

async function sendMessages(engine: TestEngine, variables: object): Promise<number> {
  const subscriptions = await engine.search('message-subscriptions', { messageSubscriptionState: 'CREATED' });
  const waiting = subscriptions.filter(
    ({ correlationKey }) => correlationKey !== null && correlationKey !== '',
  );
  for (const { messageName: name, correlationKey } of waiting) {
    await engine.call('POST', '/messages/publication', { name, correlationKey, variables });
  }
  return waiting.length;
}
