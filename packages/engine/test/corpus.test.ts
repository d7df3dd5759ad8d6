import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Beginning, expectations, variables } from './corpus/expectations.ts';
import { runToEnd } from './run-to-end.ts';
import { TestEngine } from './test-engine.ts';

const folder = new URL('corpus/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.(bpmn|dmn)$/.test(name))
  .sort();

/** What a model of the corpus needs beside it. */
const companions = ['bpmn-js/one-task.bpmn', 'written/prefix-none.bpmn', 'moddle/discount-file.dmn'];

function deploy(engine: TestEngine, files: readonly string[]) {
  const form = new FormData();
  for (const file of files) {
    form.append('resources', new File([readFileSync(new URL(file, folder))], file));
  }
  return engine.call('POST', '/deployments', undefined, { method: 'POST', body: form });
}

it('every model of the corpus has its expectation', () => {
  expect(files).toEqual(Object.keys(expectations));
  expect(files.length).toBeGreaterThanOrEqual(40);
});

describe.each(files)('%s', (file) => {
  const expectation = expectations[file] ?? { definitions: [] };
  const engineOf = () => new TestEngine({ startTime: Date.UTC(2030, 0, 1) });

  if ('refused' in expectation) {
    it('is refused with the element and the reason, and leaves no trace', async () => {
      const [elementId, reason] = expectation.refused;
      const engine = engineOf();
      const before = engine.engine.events.list().length;
      const { status, body } = await deploy(engine, ['bpmn-js/one-task.bpmn', file]);
      expect(status).toBe(400);
      expect(body.detail).toContain(`Element '${elementId}'`);
      expect(body.detail).toMatch(reason);
      expect(engine.engine.events.list().length).toBe(before);
    });
    return;
  }

  it('holds its definitions, which run to their ends with nothing left open', async () => {
    const engine = engineOf();
    await deploy(engine, companions);
    const { status, body } = await deploy(engine, [file]);
    expect(status, body.detail).toBe(200);
    // biome-ignore lint/suspicious/noExplicitAny: the response checker has checked the shape
    const ids = body.deployments.flatMap(({ processDefinition, decisionDefinition }: any) =>
      [processDefinition?.processDefinitionId, decisionDefinition?.decisionDefinitionId].filter(Boolean),
    );
    expect(ids.sort()).toEqual([...expectation.definitions].sort());
    for (const id of ids) {
      await begin(engine, file, id, expectation.begin);
    }
    await runToEnd(engine, variables);
    expect(await engine.search('incidents', { state: 'ACTIVE' })).toEqual([]);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
    expect(await engine.search('jobs', { state: 'CREATED' })).toEqual([]);
    const instances = await engine.search('process-instances');
    expect(instances.map(({ state }) => state)).toEqual(instances.map(() => 'COMPLETED'));
  });
});

async function begin(engine: TestEngine, file: string, id: string, beginning: Beginning | undefined) {
  if (file.endsWith('.dmn')) {
    const { status, body } = await engine.call('POST', '/decision-definitions/evaluation', {
      decisionDefinitionId: id,
      variables,
    });
    expect(status, body.detail).toBe(200);
    expect(body.failureMessage).toBeNull();
  } else if (beginning !== undefined && 'message' in beginning) {
    await engine.call('POST', '/messages/publication', { name: beginning.message, variables });
    expect(await engine.search('process-instances', { processDefinitionId: id })).toHaveLength(1);
  } else if (beginning?.create.includes(id) !== false) {
    await engine.create(id, variables);
  }
}
