import { deleteResource } from '../commands/delete-resource.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { fromBase64 } from '../runtime/base64.ts';
import { isJsonObject } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';
import type { ResourceRow } from '../search/resource-rows.ts';
import { resources } from '../search/resources.ts';
import { search } from '../search/search.ts';
import { historyOf } from './delete-history.ts';
import { findRow } from './find-row.ts';
import { startBatch } from './start-batch.ts';

/** Deployed files that the engine only keeps. */
export const resourceOperations: Readonly<Record<string, OperationHandler>> = {
  async deleteResource(call) {
    const { engine, profile } = call;
    const deletesHistory = (await call.fields()).optionalBoolean('deleteHistory') === true;
    const resourceKey = call.key('resourceKey');
    const history = deletesHistory ? historyOf(engine, resourceKey) : undefined;
    engine.execute(deleteResource, { resourceKey, canDrain: profile.has('8.10') });
    return {
      resourceKey: formatKey(resourceKey),
      batchOperation: history === undefined ? null : startBatch(call, history),
    };
  },
  async searchResources(call) {
    return search(resources, call.engine.projections, await call.json());
  },
  getResource: (call) => resources.view(rowOf(call), call.engine.projections),
  getResourceContent(call) {
    const row = rowOf(call);
    const text = new TextDecoder().decode(fromBase64(row.value.content));
    if (!isJsonText(text)) {
      throw new HttpProblem(
        406,
        'Not Acceptable',
        `The content of the resource '${row.key}' is no JSON object; read it as binary`,
      );
    }
    return new RawAnswer({ status: 200, contentType: 'application/json', body: text });
  },
  getResourceContentBinary: (call) =>
    new RawAnswer({
      status: 200,
      contentType: 'application/octet-stream',
      body: fromBase64(rowOf(call).value.content),
    }),
};

function rowOf(call: OperationCall): ResourceRow {
  return findRow(call.engine.projections.resources.resources, call.key('resourceKey'), 'a resource');
}

function isJsonText(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) {
      return false;
    }
    throw error;
  }
}
