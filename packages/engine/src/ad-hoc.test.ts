import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const tools = `${serviceTask('a', 'a')}${serviceTask('b', 'b')}${serviceTask('after-a', 'after-a')}${flows('a after-a')}`;
const model = (extension: string, condition = '', attributes = '') => {
  const completion =
    condition === '' ? '' : `<bpmn:completionCondition>${condition}</bpmn:completionCondition>`;
  const adHoc = element('adHocSubProcess', 'tools', extensions(extension) + tools + completion, attributes);
  return bpmn('p', `${start}${adHoc}${end}${flows('start tools end')}`);
};
const active = '<zeebe:adHoc activeElementsCollection="=active"/>';
const collecting = (more = '') => `<zeebe:adHoc ${more} outputCollection="results" outputElement="=result"/>`;

describe('an ad-hoc sub-process', () => {
  it('activates what the expression says, each path in a scope of its own, and completes when nothing is active', async () => {
    const engine = new TestEngine();
    await engine.deploy(model(collecting('activeElementsCollection="=active"')));
    const key = await engine.create('p', { active: ['a', 'b'] });
    await engine.work('a');
    expect(await engine.work('b', { result: 'B' })).toBe(1);
    expect(await engine.work('after-a', { result: 'A' })).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ active: ['a', 'b'], results: ['B', 'A'] });
    const inner = await engine.search('element-instances', { type: 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' });
    expect(inner.length).toBe(2);
  });

  it('waits with an empty list, and activates more on request', async () => {
    const engine = new TestEngine();
    await engine.deploy(model(active));
    const key = await engine.create('p', { active: [] });
    const [adHoc] = await engine.search('element-instances', { elementId: 'tools' });
    const path = (instanceKey: string) => `/element-instances/ad-hoc-activities/${instanceKey}/activation`;
    const elements = [{ elementId: 'b', variables: { local: 1 } }];
    expect((await engine.call('POST', path(key), { elements })).status).toBe(404);
    expect(
      (await engine.call('POST', path(adHoc.elementInstanceKey), { elements: [{ elementId: 'x' }] })).status,
    ).toBe(400);
    expect((await engine.call('POST', path(adHoc.elementInstanceKey), { elements })).status).toBe(204);
    const [job] = await engine.activate('b');
    expect(job.variables.local).toBe(1);
    expect(
      job.variables.adHocSubProcessElements.map(({ elementId }: { elementId: string }) => elementId),
    ).toEqual(['a', 'b']);
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it.each([
    ['ends the rest', '', 'COMPLETED'],
    ['waits for the rest', 'cancelRemainingInstances="false"', 'ACTIVE'],
  ])('with a completion condition that holds %s', async (_, attributes, state) => {
    const engine = new TestEngine();
    await engine.deploy(
      model(collecting('activeElementsCollection="=active"'), '=count(results) = 1', attributes),
    );
    const key = await engine.create('p', { active: ['a', 'b'] });
    await engine.work('b', { result: 1 });
    expect(await engine.stateOf(key)).toBe(state);
    await engine.work('a');
    await engine.work('after-a');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('raises an incident for an id that it does not have', async () => {
    const engine = new TestEngine();
    await engine.deploy(model(active));
    await engine.create('p', { active: ['nothing'] });
    expect(await engine.search('incidents')).toMatchObject([
      { errorType: 'EXTRACT_VALUE_ERROR', elementId: 'tools' },
    ]);
  });

  it('with a worker: has one job at a time, which activates elements or ends it', async () => {
    const engine = new TestEngine();
    await engine.deploy(model(`<zeebe:taskDefinition type="agent"/>${collecting()}`));
    const key = await engine.create('p');
    const [first] = await engine.activate('agent');
    expect(first.kind).toBe('AD_HOC_SUB_PROCESS');
    const complete = (jobKey: string, result: object, variables = {}) =>
      engine.call('POST', `/jobs/${jobKey}/completion`, {
        variables,
        result: { type: 'adHocSubProcess', ...result },
      });
    const both = { activateElements: [{ elementId: 'b' }], isCompletionConditionFulfilled: true };
    expect((await complete(first.jobKey, both)).status).toBe(400);
    const two = {
      activateElements: [
        { elementId: 'b', variables: { n: 1 } },
        { elementId: 'b', variables: { n: 2 } },
      ],
    };
    expect((await complete(first.jobKey, two)).status).toBe(204);
    const [one, other] = await engine.activate('b');
    expect([one.variables.n, other.variables.n]).toEqual([1, 2]);
    await engine.call('POST', `/jobs/${one.jobKey}/completion`, { variables: { result: 1 } });
    const [second] = await engine.activate('agent');
    await engine.call('POST', `/jobs/${other.jobKey}/completion`, { variables: { result: 2 } });
    expect((await complete(second.jobKey, {})).status).toBe(404);
    const [third] = await engine.activate('agent');
    expect((await complete(third.jobKey, { isCompletionConditionFulfilled: true })).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ results: [1, 2] });
  });

  it('with a worker out of retries: an incident of its own kind', async () => {
    const engine = new TestEngine();
    await engine.deploy(model('<zeebe:taskDefinition type="agent"/>'));
    await engine.create('p');
    const [job] = await engine.activate('agent');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    expect(await engine.search('incidents')).toMatchObject([{ errorType: 'AD_HOC_SUB_PROCESS_NO_RETRIES' }]);
  });

  it.each([
    ['with a start event', element('adHocSubProcess', 'x', element('startEvent', 's') + tools)],
    ['without an activity', element('adHocSubProcess', 'x')],
  ])('is refused at deployment: %s', async (_, content) => {
    const engine = new TestEngine();
    await expect(engine.deploy(bpmn('p', start + content))).rejects.toThrow(/Element 'x'/);
  });
});
