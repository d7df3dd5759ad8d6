import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const form = (id: string, more: object = {}) =>
  JSON.stringify({ id, type: 'default', components: [], ...more });
const script = (id: string, more: object = {}) => JSON.stringify({ id, script: '*** Tasks ***', ...more });

/** Deploys over HTTP; what was made, by file. */
async function deploy(engine: TestEngine, files: Record<string, string | Uint8Array<ArrayBuffer>>) {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) {
    body.append('resources', new File([content], name));
  }
  return engine.call('POST', '/deployments', undefined, { body });
}

const process = (task: string) => bpmn('p', `${start}${task}${end}${flows('start task end')}`);
const userTask = (formDefinition: string, more = '<zeebe:userTask/>') =>
  process(element('userTask', 'task', extensions(`${more}<zeebe:formDefinition ${formDefinition}/>`)));

describe('forms', () => {
  it('are deployed with the id of their JSON, and read by key', async () => {
    const engine = new TestEngine();
    const { body } = await deploy(engine, { 'any.form': form('order') });
    const [deployed] = body.deployments;
    expect(deployed).toMatchObject({
      processDefinition: null,
      form: { formId: 'order', version: 1, resourceName: 'any.form', tenantId: '<default>' },
    });
    const read = await engine.call('GET', `/forms/${deployed.form.formKey}`);
    expect(read.body).toEqual({
      formId: 'order',
      formKey: deployed.form.formKey,
      schema: form('order'),
      tenantId: '<default>',
      version: 1,
    });
    expect((await engine.call('GET', '/forms/1')).status).toBe(404);
  });

  it('unchanged: the same version; changed: the next one', async () => {
    const engine = new TestEngine();
    const versionOf = async (content: string) =>
      (await deploy(engine, { 'a.form': content })).body.deployments[0].form.version;
    expect(await versionOf(form('a'))).toBe(1);
    expect(await versionOf(form('a'))).toBe(1);
    expect(await versionOf(form('a', { components: [1] }))).toBe(2);
  });

  it.each([
    ['a form that is no JSON', { 'a.form': '{' }, 'a.form'],
    ['a form without an id', { 'a.form': '{}' }, 'id'],
    ['a script without an id', { 'a.rpa': '{"id":""}' }, 'id'],
    ['the same form twice', { 'a.form': form('x'), 'b.form': form('x') }, "'x'"],
  ])('are refused: %s', async (_, files, word) => {
    const { status, body } = await deploy(new TestEngine(), files);
    expect(status).toBe(400);
    expect(body.detail).toContain(word);
  });

  it.each([
    ['', 'third'],
    ['bindingType="deployment"', 'first'],
    ['bindingType="versionTag" versionTag="v2"', 'second'],
  ])('of a user task, found by the binding %s', async (binding, expected) => {
    const engine = new TestEngine();
    const named = (title: string, more = {}) => form('order', { title, ...more });
    await deploy(engine, { 'p.bpmn': userTask(`formId="order" ${binding}`), 'o.form': named('first') });
    await deploy(engine, { 'o.form': named('second', { versionTag: 'v2' }) });
    await deploy(engine, { 'o.form': named('third') });
    await engine.create('p');
    const [task] = await engine.search('user-tasks');
    const { body } = await engine.call('GET', `/user-tasks/${task.userTaskKey}/form`);
    expect(JSON.parse(body.schema).title).toBe(expected);
    expect(body.formKey).toBe(task.formKey);
  });

  it('missing at activation: FORM_NOT_FOUND, and resolving it goes on once it is deployed', async () => {
    const engine = new TestEngine();
    await deploy(engine, { 'p.bpmn': userTask('formId="=name"') });
    await engine.create('p', { name: 'late' });
    const [incident] = await engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'FORM_NOT_FOUND', elementId: 'task' });
    await deploy(engine, { 'o.form': form('late') });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    const [task] = await engine.search('user-tasks');
    expect(task.formKey).toMatch(/^\d+$/);
  });

  it('of a user task that is a job: its key is a reserved header', async () => {
    const engine = new TestEngine();
    const { body } = await deploy(engine, { 'o.form': form('order') });
    await deploy(engine, { 'p.bpmn': userTask('formId="order"', '') });
    await engine.create('p');
    const [job] = await engine.activate('io.camunda.zeebe:userTask');
    expect(job.customHeaders['io.camunda.zeebe:formKey']).toBe(body.deployments[0].form.formKey);
  });

  it('of a start event: read by process definition; without one 204', async () => {
    const engine = new TestEngine();
    const begin = element('startEvent', 'start', extensions('<zeebe:formDefinition formId="begin"/>'));
    await deploy(engine, { 'p.bpmn': bpmn('p', `${begin}${end}${flows('start end')}`) });
    await deploy(engine, { 'q.bpmn': bpmn('q', `${start}${end}${flows('start end')}`) });
    const [linked] = await engine.search('process-definitions', { hasStartForm: true });
    const [plain] = await engine.search('process-definitions', { hasStartForm: false });
    const read = (key: string) => engine.call('GET', `/process-definitions/${key}/form`);
    expect((await read(linked.processDefinitionKey)).status).toBe(204);
    await deploy(engine, { 'b.form': form('begin') });
    expect((await read(linked.processDefinitionKey)).body.formId).toBe('begin');
    expect((await read(plain.processDefinitionKey)).status).toBe(204);
    expect((await read('1')).status).toBe(404);
  });
});

describe('any file', () => {
  it('is deployed or refused, whatever is in it', async () => {
    const engine = new TestEngine();
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.json().map((text) => new TextEncoder().encode(`{"id":${text},"versionTag":${text}}`)),
      fc
        .constantFrom('[', '<', '\uFEFF{"id":"bom"}', '{"__proto__":{"id":"x"}}')
        .map((text) => new TextEncoder().encode(text)),
    );
    const name = fc.constantFrom('a.form', 'a.rpa', 'a.xml', 'a.txt', 'a', '.form', 'A.FORM');
    await fc.assert(
      fc.asyncProperty(name, content, async (file, bytes) => {
        const { status, body } = await deploy(engine, { [file]: new Uint8Array(bytes) });
        expect([200, 400]).toContain(status);
        if (status === 400) {
          expect(body.detail).toContain(file);
          return;
        }
        const [{ form, resource }] = body.deployments;
        if (form !== null) {
          const read = await engine.call('GET', `/forms/${form.formKey}`);
          // Without a byte order mark, which is no part of JSON.
          expect(read.body.schema).toBe(new TextDecoder().decode(bytes));
        } else {
          const path = `http://localhost/v2/resources/${resource.resourceKey}/content/binary`;
          const read = await engine.fetch(path);
          expect(new Uint8Array(await read.arrayBuffer())).toEqual(new Uint8Array(bytes));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('resources', () => {
  it('a script is known by its own id, any other file by its name', async () => {
    const engine = new TestEngine();
    const { body } = await deploy(engine, {
      'a.rpa': script('robot', { versionTag: 'v1' }),
      'notes.txt': 'hello',
      'data.xml': '<data/>',
    });
    expect(body.deployments.map(({ resource }: { resource: object }) => resource)).toMatchObject([
      { resourceId: 'robot', resourceName: 'a.rpa', version: 1 },
      { resourceId: 'notes.txt', resourceName: 'notes.txt', version: 1 },
      { resourceId: 'data.xml' },
    ]);
    const [found] = await engine.search('resources', { versionTag: { $exists: true } });
    expect(found).toMatchObject({ resourceId: 'robot', versionTag: 'v1', tenantId: '<default>' });
    expect((await engine.call('GET', `/resources/${found.resourceKey}`)).body).toEqual(found);
    expect((await engine.call('GET', '/resources/1')).status).toBe(404);
    const sort = [{ field: 'resourceName', order: 'DESC' }];
    const names = (await engine.search('resources', {}, { sort })).map(({ resourceName }) => resourceName);
    expect(names).toEqual(['notes.txt', 'data.xml', 'a.rpa']);
  });

  it('content: JSON as it is, anything else only as binary, byte for byte', async () => {
    const engine = new TestEngine();
    const bytes = Uint8Array.from([0, 255, 128, 10, 13]);
    const { body } = await deploy(engine, { 'a.rpa': script('robot'), 'b.bin': bytes });
    const [robot, binary] = body.deployments.map(
      ({ resource }: { resource: { resourceKey: string } }) => `/resources/${resource.resourceKey}/content`,
    );
    expect((await engine.call('GET', robot)).body).toEqual(JSON.parse(script('robot')));
    expect(await engine.call('GET', binary)).toMatchObject({ status: 406 });
    const response = await engine.fetch(`http://localhost/v2${binary}/binary`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect((await engine.call('GET', '/resources/1/content/binary')).status).toBe(404);
  });

  it('linked to a job: their keys are in its header linkedResources', async () => {
    const engine = new TestEngine();
    const linked = (attributes: string) =>
      process(
        serviceTask(
          'task',
          'work',
          `<zeebe:linkedResources><zeebe:linkedResource resourceId="=which" resourceType="RPA" linkName="main" ${attributes}/></zeebe:linkedResources>`,
        ),
      );
    const { body } = await deploy(engine, {
      'p.bpmn': linked('bindingType="deployment"'),
      'a.rpa': script('robot'),
    });
    await deploy(engine, { 'a.rpa': script('robot', { more: 1 }) });
    await engine.create('p', { which: 'robot' });
    const [job] = await engine.activate('work');
    expect(JSON.parse(job.customHeaders.linkedResources)).toEqual([
      { resourceKey: body.deployments[1].resource.resourceKey, resourceType: 'RPA', linkName: 'main' },
    ]);
  });

  it('linked and missing: RESOURCE_NOT_FOUND', async () => {
    const engine = new TestEngine();
    const inside = '<zeebe:linkedResources><zeebe:linkedResource resourceId="none"/></zeebe:linkedResources>';
    await engine.deploy(process(serviceTask('task', 'work', inside)));
    await engine.create('p');
    expect(await engine.search('incidents')).toMatchObject([{ errorType: 'RESOURCE_NOT_FOUND' }]);
    await deploy(engine, { none: 'x' });
    const [incident] = await engine.search('incidents');
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.activate('work')).toHaveLength(1);
  });
});
