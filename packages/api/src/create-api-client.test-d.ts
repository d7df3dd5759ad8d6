import { type AnswerStream, StreamedFile, type Transport } from '@camunda/transport';
import { expectTypeOf } from 'vitest';
import { getDocument } from './generated/standalone.ts';
import {
  createApiClient,
  type JobKey,
  ProcessInstanceKey,
  type ProcessInstanceStateEnum,
  type UnknownValue,
} from './index.ts';

declare const transport: Transport;
declare const jobKey: JobKey;
const client = createApiClient(transport);

const created = await client.createProcessInstance({
  processDefinitionId: 'order',
  variables: { amount: 3 },
});
expectTypeOf(created.processInstanceKey).toEqualTypeOf<ProcessInstanceKey>();

// A key from an answer, a text from elsewhere, a checked text: all fit. The key of something else does not.
await client.getProcessInstance({ processInstanceKey: created.processInstanceKey });
await client.getProcessInstance({ processInstanceKey: '2251799813685249' });
await client.getProcessInstance({ processInstanceKey: ProcessInstanceKey.assumeExists('2251799813685249') });
// @ts-expect-error the key of a job is not the key of a process instance
await client.getProcessInstance({ processInstanceKey: jobKey });
// @ts-expect-error a text is not a key
const key: ProcessInstanceKey = 'text';
void key;

const found = await client.searchProcessInstances({
  filter: { processInstanceKey: { $in: [created.processInstanceKey] }, state: 'ACTIVE' },
});
expectTypeOf(found.items[0]?.state).toEqualTypeOf<ProcessInstanceStateEnum | UnknownValue | undefined>();
expectTypeOf(found.items[0]).not.toBeAny();
// @ts-expect-error requests name known states only
await client.searchProcessInstances({ filter: { state: 'ACTIV' } });
// @ts-expect-error unknown members of a request are refused
await client.createProcessInstance({ processDefinitionId: 'order', variable: {} });
// @ts-expect-error a required member is missing
await client.completeJob({});

for await (const item of client.searchProcessInstances.paginate({}, { limit: 3 })) {
  expectTypeOf(item.processInstanceKey).toEqualTypeOf<ProcessInstanceKey>();
}
await client.searchProcessInstances(
  {},
  { consistency: { waitUpToMs: 1000, predicate: ({ items }) => items.length > 1 } },
);
// @ts-expect-error an answer that is never late takes no consistency options
await client.createProcessInstance({ processDefinitionId: 'a' }, { consistency: { waitUpToMs: 1 } });
expectTypeOf(await client.getUserTaskForm({ userTaskKey: '1' }))
  .extract<undefined>()
  .toEqualTypeOf<undefined>();
expectTypeOf(await client.getProcessDefinitionXML({ processDefinitionKey: '1' }))
  .extract<string>()
  .toEqualTypeOf<string>();
await client.getTopology({ timeoutMs: 1 });

const form = { file: new StreamedFile(new Blob().stream(), 'a.pdf') };
expectTypeOf((await client.createDocument(form)).contentHash).not.toBeAny();
// @ts-expect-error a stream needs the name of a file
await client.createDocument({ file: new Blob().stream() });
const document = { documentId: 'd' };
expectTypeOf(await client.getDocument(document)).toEqualTypeOf<Uint8Array>();
expectTypeOf(await client.getDocument(document, { timeoutMs: 1 })).toEqualTypeOf<Uint8Array>();
expectTypeOf(await client.getDocument(document, { as: 'stream' })).toEqualTypeOf<AnswerStream>();
const outcome = await client.safe.getDocument(document, { as: 'stream' });
if (outcome.ok) expectTypeOf(outcome.value).toEqualTypeOf<AnswerStream>();
const resource = { resourceKey: '1' };
expectTypeOf(
  await client.getResourceContentBinary(resource, { as: 'stream', consistency: { waitUpToMs: 1 } }),
).toEqualTypeOf<AnswerStream>();
expectTypeOf(await getDocument(transport, document)).toEqualTypeOf<Uint8Array>();
expectTypeOf(await getDocument(transport, document, { as: 'stream' })).toEqualTypeOf<AnswerStream>();
// @ts-expect-error only bytes come as a stream
await client.getTopology({ as: 'stream' });
