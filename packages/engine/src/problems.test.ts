import { describe, expect, it } from 'vitest';
import { bpmn, end, flow, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

describe('problems', () => {
  it.each([
    ['POST', '/jobs/activation', { timeout: 1, maxJobsToActivate: 1 }, 400, "'type'"],
    ['POST', '/jobs/activation', { type: 'a', timeout: 0, maxJobsToActivate: 1 }, 400, "'timeout'"],
    [
      'POST',
      '/jobs/activation',
      { type: 'a', timeout: 1, maxJobsToActivate: 'x' },
      400,
      "'maxJobsToActivate'",
    ],
    ['POST', '/jobs/activation', '{broken', 400, 'not JSON'],
    ['POST', '/jobs/abc/completion', {}, 400, "'jobKey'"],
    ['POST', '/jobs/1/completion', {}, 404, 'NOT_FOUND'],
    ['POST', '/jobs/1/completion', { variables: [] }, 400, "'variables'"],
    ['POST', '/jobs/1/failure', { retries: 1.5 }, 400, "'retries'"],
    ['POST', '/jobs/1/error', {}, 400, "'errorCode'"],
    ['PATCH', '/jobs/1', { changeset: {} }, 400, "'changeset'"],
    ['PATCH', '/jobs/1', { changeset: { retries: 0 } }, 400, "'changeset.retries'"],
    ['POST', '/process-instances', {}, 400, "'processDefinitionKey'"],
    ['POST', '/process-instances', { processDefinitionId: 'nobody' }, 404, "'nobody'"],
    ['POST', '/process-instances', { processDefinitionId: 'a', variables: 3 }, 400, "'variables'"],
    ['POST', '/process-instances', { processDefinitionId: 'a', tenantId: 'b' }, 400, "'tenantId'"],
    ['POST', '/process-instances', { processDefinitionId: 'a', tags: ['1'] }, 400, "'tags'"],
    ['POST', '/process-instances/search', { filter: { nope: 1 } }, 400, "'filter.nope'"],
    ['POST', '/process-instances/search', { filter: { state: { $gt: 1 } } }, 400, "'filter.state.$gt'"],
    ['POST', '/process-instances/search', { sort: [{ field: 'nope' }] }, 400, "'sort[0].field'"],
    ['POST', '/process-instances/search', { page: { limit: 0 } }, 400, "'page.limit'"],
    ['POST', '/process-instances/search', { page: { after: '?' } }, 400, "'page.after'"],
    ['POST', '/process-instances/search', { page: { from: 1, after: 'WyIxIl0=' } }, 400, "'page.from'"],
    ['GET', '/process-instances/1', undefined, 404, "'1'"],
    ['GET', '/nowhere', undefined, 404, '/v2/nowhere'],
    ['DELETE', '/process-instances/search', undefined, 405, 'DELETE'],
    ['POST', '/groups/search', {}, 501, "'searchGroups'"],
  ])('%s %s with %j answers %d and names %s', async (method, path, body, status, text) => {
    const answer = await new TestEngine().call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(text);
  });

  it.each([
    ['<bpmn:complexGateway id="odd"/>', 'odd', 'ComplexGateway'],
    ['<bpmn:serviceTask id="odd"/>', 'odd', 'task definition'],
    [serviceTask('odd', '=1 +'), 'odd', '1 +'],
    [serviceTask('odd', 'a', '', 'many'), 'odd', 'many'],
    ['<bpmn:startEvent id="odd"><bpmn:signalEventDefinition/></bpmn:startEvent>', 'odd', 'signal'],
    [`<bpmn:foo id="odd"/>`, 'foo', 'unknown type'],
    [flow('start', 'nobody'), 'flow', 'target'],
    ['<bpmn:startEvent id="odd"/>', 'broken', 'none start'],
  ])('a model with %s is refused, naming %s', async (content, elementId, reason) => {
    const engine = new TestEngine();
    const model = bpmn('broken', `${start}${end}${flows('start end')}${content}`);
    await expect(engine.deploy(model)).rejects.toThrow(elementId);
    await expect(engine.deploy(model)).rejects.toThrow(reason);
    expect(await engine.search('process-definitions')).toEqual([]);
  });

  it.each(['', 'hello', '<a/>', '<!DOCTYPE x [<!ENTITY a "b">]><x/>', oneTask().slice(0, 200)])(
    'a resource that is no model is refused: %j',
    async (content) => {
      await expect(new TestEngine().deploy(content)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    },
  );

  it('a deployment is all or nothing', async () => {
    const engine = new TestEngine();
    const form = new FormData();
    form.append('resources', new File([oneTask('good')], 'good.bpmn'));
    form.append('resources', new File(['broken'], 'bad.bpmn'));
    const response = await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('bad.bpmn');
    expect(await engine.search('process-definitions')).toEqual([]);
  });
});
