import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEngine } from '../src/create-engine.ts';
import { mutation } from './mutate-model.ts';
import { TestClient } from './test-engine.ts';

/** `CAMUNDA_FUZZ_SECONDS=300` looks for that long with new seeds; without it, a few hundred runs that are always the same. */
const seconds = Number(process.env.CAMUNDA_FUZZ_SECONDS ?? 0);
const folder = new URL('corpus/', import.meta.url);
const models = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(bpmn|dmn)$/.test(name))
  .sort()
  .map((name) => ({ name, content: readFileSync(new URL(name, folder)) }))
  .filter(({ content }) => content.length < 40_000);

/** One engine for many files, so that what one leaves behind would show in the next; a new one now and then. */
class Target {
  readonly #engine = buildEngine({ longPollTimeoutMs: 1, seed: 1, startTime: Date.UTC(2030, 0, 1) }).engine;
  readonly client = new TestClient(this.#engine.fetch);

  get eventCount(): number {
    return this.#engine.events.list().length;
  }

  async deploy(body: RequestInit['body'], headers: Record<string, string> = {}) {
    const before = this.eventCount;
    const answer = await this.client.call('POST', '/deployments', undefined, {
      method: 'POST',
      body: body ?? '',
      headers,
    });
    if (answer.status !== 200) {
      expect([400, 413, 415], JSON.stringify(answer.body)).toContain(answer.status);
      expect(answer.body.detail).not.toMatch(
        /Maximum call stack|Cannot read|is not a function|undefined is not/,
      );
      expect(this.eventCount, 'a refused deployment leaves no trace').toBe(before);
    }
    return answer;
  }

  /** Instances of everything that was accepted can be created and cancelled. */
  async useAll(
    deployments: readonly {
      processDefinition?: { processDefinitionKey: string };
      decisionDefinition?: { decisionDefinitionKey: string };
    }[],
  ) {
    for (const { processDefinition, decisionDefinition } of deployments) {
      if (processDefinition !== undefined && processDefinition !== null) {
        await this.#createAndCancel(processDefinition.processDefinitionKey);
      }
      if (decisionDefinition !== undefined && decisionDefinition !== null) {
        const { decisionDefinitionKey } = decisionDefinition;
        const answer = await this.client.call('POST', '/decision-definitions/evaluation', {
          decisionDefinitionKey,
          variables: { amount: 3 },
        });
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
      }
    }
  }

  async #createAndCancel(processDefinitionKey: string) {
    const created = await this.client.call('POST', '/process-instances', {
      processDefinitionKey,
      variables: { items: [1], amount: 1, orderId: 'o' },
    });
    // A process without a none start event cannot be created, and says so.
    expect([200, 409], JSON.stringify(created.body)).toContain(created.status);
    if (created.status === 200) {
      const { processInstanceKey } = created.body;
      const cancelled = await this.client.call(
        'POST',
        `/process-instances/${processInstanceKey}/cancellation`,
        {},
      );
      expect([204, 404], JSON.stringify(cancelled.body)).toContain(cancelled.status);
      await this.#engine.idle();
      expect(await this.client.stateOf(processInstanceKey)).not.toBe('ACTIVE');
    }
  }

  close() {
    return this.#engine.close();
  }
}

/** How many files were accepted and refused, so that a change of the damage shows that it still lets some through. */
const counts = { accepted: 0, refused: 0 };

async function attack(name: string, content: Uint8Array): Promise<void> {
  const target = new Target();
  const form = new FormData();
  form.append('resources', new File([new Uint8Array(content)], name));
  const { status, body } = await target.deploy(form);
  counts[status === 200 ? 'accepted' : 'refused'] += 1;
  if (status === 200) {
    await target.useAll(body.deployments);
  }
  await target.close();
}

async function run<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>, numRuns: number) {
  const property = fc.asyncProperty(arbitrary, check);
  const limit =
    seconds > 0
      ? { interruptAfterTimeLimit: (seconds * 1000) / 2, numRuns: 1e9, endOnFailure: true }
      : { seed: 7, numRuns };
  await fc.assert(property, limit);
}

describe('a deployment of a damaged file', () => {
  it('is refused or runs', { timeout: Math.max(60, seconds) * 1000 }, async () => {
    const damaged = fc
      .constantFrom(...models)
      .chain(({ name, content }) => mutation(content).map((bytes) => ({ name, bytes })));
    await run(damaged, ({ name, bytes }) => attack(name, bytes), 300);
    expect(counts.accepted).toBeGreaterThan(30);
    expect(counts.refused).toBeGreaterThan(30);
  });

  it('is answered, whatever the multipart body is', { timeout: Math.max(60, seconds) * 1000 }, async () => {
    const [model] = models;
    const whole = new TextEncoder();
    const part = (head: string, text: string) => `--b\r\n${head}\r\n\r\n${text}\r\n`;
    const disposition = fc.constantFrom(
      'Content-Disposition: form-data; name="resources"; filename="a.bpmn"',
      'Content-Disposition: form-data; name="resources"',
      'Content-Disposition: form-data; name="resources"; filename="../../a.bpmn"',
      'Content-Disposition: form-data; name="resources"; filename=""',
      'Content-Disposition: form-data; name="resources"; filename="a\u0000.bpmn"',
      'Content-Disposition: form-data; name="tenantId"',
      'Content-Disposition: form-data',
      'Content-Disposition: attachment',
      'X: y',
      '',
    );
    const text = fc.oneof(
      fc.constantFrom(String(model?.content), '', '<', '--b', '\r\n--b--\r\n'),
      fc.string({ maxLength: 50 }),
    );
    const body = fc.record({
      parts: fc.array(fc.tuple(disposition, text), { maxLength: 4 }),
      end: fc.constantFrom('--b--\r\n', '--b--', '', '--c--', '--b\r\n'),
      type: fc.constantFrom(
        'multipart/form-data; boundary=b',
        'multipart/form-data; boundary="b"',
        'multipart/form-data',
        'multipart/mixed; boundary=b',
        'application/json',
        'multipart/form-data; boundary=',
      ),
    });
    await run(
      body,
      async ({ parts, end, type }) => {
        const target = new Target();
        const bytes = whole.encode(parts.map(([head, content]) => part(head, content)).join('') + end);
        await target.deploy(bytes, { 'content-type': type });
        await target.close();
      },
      150,
    );
  });
});
