import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';
import { createEngine } from './create-engine.ts';
import type { ApiVersion } from './http/api-profile.ts';

const jobOf = async (apiVersion: ApiVersion) => {
  const engine = new TestEngine({ apiVersion });
  await engine.deploy(oneTask());
  await engine.create('one-task');
  const [job] = await engine.activate('work');
  return Object.keys(job);
};

describe('apiVersion', () => {
  it.each(['8.8', '8.9', '8.10'] as const)('%s is what the topology says', async (apiVersion) => {
    const { body } = await new TestEngine({ apiVersion }).call('GET', '/topology');
    expect(body.gatewayVersion).toBe(`${apiVersion}.0`);
    expect(body.brokers[0].version).toBe(`${apiVersion}.0`);
    expect('clusterId' in body).toBe(apiVersion !== '8.8');
  });

  it('leaves out of activated jobs what the version does not send', async () => {
    const newest = await jobOf('8.10');
    const newerThan89 = ['priority', 'physicalTenantId', 'businessId', 'leaseToken'];
    expect(newest).toEqual(expect.arrayContaining(newerThan89));
    const in89 = await jobOf('8.9');
    expect(newest.filter((name) => !in89.includes(name)).sort()).toEqual(newerThan89.sort());
    const in88 = await jobOf('8.8');
    expect(in89.filter((name) => !in88.includes(name))).toEqual(['rootProcessInstanceKey']);
  });

  it('has no operation that came later', async () => {
    const suspend = (apiVersion: ApiVersion) =>
      new TestEngine({ apiVersion }).call('POST', '/process-instances/1/suspension');
    expect((await suspend('8.9')).status).toBe(404);
    expect((await suspend('8.10')).status).not.toBe(405);
    const statistics = (apiVersion: ApiVersion) =>
      new TestEngine({ apiVersion }).call('DELETE', '/cluster-variables/search');
    expect((await statistics('8.8')).status).toBe(404);
    expect((await statistics('8.9')).status).toBe(405);
  });

  it.each([
    [
      '/jobs/activation',
      { type: 'a', timeout: 1, maxJobsToActivate: 1, withLease: true },
      'withLease',
      '8.10',
    ],
    ['/process-instances', { processDefinitionId: 'a', businessId: 'b' }, 'businessId', '8.9'],
  ])('%s with %j is refused before the version that has %s', async (path, body, name, addedIn) => {
    const answer = await new TestEngine({ apiVersion: '8.8' }).call('POST', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(`'${name}'`);
    expect(answer.body.detail).toContain(addedIn);
    const inFilter = { filter: { businessId: 'b' } };
    const search = await new TestEngine({ apiVersion: '8.8' }).call(
      'POST',
      '/process-instances/search',
      inFilter,
    );
    expect(search.body.detail).toContain("'filter.businessId'");
  });

  it('refuses a version that the engine does not know', () => {
    expect(() => createEngine({ apiVersion: '8.7' as ApiVersion })).toThrow(
      expect.objectContaining({ code: 'ENGINE_OPTION', option: 'apiVersion' }),
    );
  });
});
