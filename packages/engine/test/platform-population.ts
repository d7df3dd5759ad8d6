import { TestEngine } from './test-engine.ts';

/** An engine with some of everything that is no process: cluster variables, tenants, users, authorizations. */
export async function populatePlatform(): Promise<TestEngine> {
  const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
  const post = async (path: string, body: object) => {
    const answer = await engine.call('POST', path, body);
    if (answer.status >= 300) {
      throw new Error(`${path} answered ${answer.status}: ${answer.body.detail}`);
    }
  };
  await post('/tenants', { tenantId: 'red', name: 'Red' });
  await post('/tenants', { tenantId: 'blue', name: 'Blue', description: 'the other one' });
  for (const [username, name] of [
    ['ann', 'Ann A.'],
    ['bob', 'Bob B.'],
    ['cem', 'Ann C.'],
  ]) {
    await post('/users', { username, name, email: `${username}@example.org`, password: 'p' });
    await engine.call('PUT', `/tenants/red/users/${username}`);
    await engine.call('PUT', `/tenants/red/clients/robot-of-${username}`);
  }
  await post('/cluster-variables/global', { name: 'rate', value: 2, metadata: { by: 'ann', size: 5 } });
  await post('/cluster-variables/global', { name: 'long', value: 'x'.repeat(9000), metadata: { by: 'bob' } });
  await post('/cluster-variables/tenants/red', { name: 'rate', value: 'three', metadata: { size: 7 } });
  const grant = { ownerType: 'USER', resourceId: '*', resourceType: 'PROCESS_DEFINITION' };
  const permissionTypes = ['READ_PROCESS_INSTANCE'];
  await post('/authorizations', { ...grant, ownerId: 'ann', permissionTypes });
  await post('/authorizations', { ...grant, ownerId: 'bob', resourceId: 'orders', permissionTypes });
  await post('/authorizations', {
    ownerId: 'robot',
    ownerType: 'CLIENT',
    resourceType: 'USER_TASK',
    resourcePropertyName: 'assignee',
    permissionTypes: ['READ'],
  });
  return engine;
}
