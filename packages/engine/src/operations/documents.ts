import { documentCommands } from '../commands/platform.ts';
import { randomUuid } from '../feel/index.ts';
import { badRequest, HttpProblem } from '../http/http-problem.ts';
import { JsonAnswer, type OperationCall, type OperationHandler, RawAnswer } from '../http/operation-call.ts';
import { problemOf } from '../http/problem.ts';
import { fromBase64, toBase64 } from '../runtime/base64.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import { EngineRejection, invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { DocumentValue } from '../runtime/platform-values.ts';
import { formatOptionalDate } from '../search/entity.ts';
import { type DocumentPart, readDocument, readDocuments } from './read-document.ts';

const STORE_ID = 'in-memory';

/** Documents, kept in memory. */
export const documentOperations: Readonly<Record<string, OperationHandler>> = {
  async createDocument(call) {
    expectStore(call);
    const part = await readDocument(await call.form());
    return new JsonAnswer(201, viewOf(await store(call, part, call.query.get('documentId'))));
  },
  async createDocuments(call) {
    expectStore(call);
    const created: JsonObject[] = [];
    const failed: JsonObject[] = [];
    for (const document of await readDocuments(await call.form())) {
      try {
        created.push(viewOf(await store(call, await document.read(), null)));
      } catch (error) {
        failed.push({ fileName: document.fileName, ...failureOf(error) });
      }
    }
    const status = failed.length === 0 ? 201 : 207;
    return new JsonAnswer(status, { createdDocuments: created, failedDocuments: failed });
  },
  getDocument(call) {
    const { content, metadata } = find(call);
    return new RawAnswer({
      status: 200,
      contentType: 'application/octet-stream',
      body: fromBase64(content),
      headers: {
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(metadata.fileName)}`,
      },
    });
  },
  deleteDocument(call) {
    const { documentId } = find(call);
    call.engine.execute(documentCommands.delete, documentId);
    return undefined;
  },
  createDocumentLink(call) {
    find(call);
    throw badRequest(`The document store '${STORE_ID}' of the embedded engine gives no links`);
  },
};

async function store(
  { engine }: OperationCall,
  { content, metadata }: DocumentPart,
  wantedId: string | null,
): Promise<DocumentValue> {
  const documentId = wantedId || randomUuid(() => engine.environment.feel.random());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const document: DocumentValue = {
    documentId,
    content: toBase64(content),
    sizeBytes: content.length,
    contentHash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    metadata,
  };
  liveDocument(engine, documentId);
  engine.execute(documentCommands.create, document);
  return document;
}

/** The document, unless its time is over: then it goes. */
function liveDocument(engine: EngineCore, documentId: string): DocumentValue | undefined {
  const value = engine.state.platform.documents.find(documentId)?.value;
  const expiresAt = value?.metadata.expiresAt ?? 0;
  if (expiresAt !== 0 && expiresAt <= engine.environment.clock.now()) {
    engine.execute(documentCommands.delete, documentId);
    return undefined;
  }
  return value;
}

function find(call: OperationCall): DocumentValue {
  expectStore(call);
  const documentId = call.text('documentId');
  const found = liveDocument(call.engine, documentId);
  if (found === undefined) {
    throw notFound(`a document with the id '${documentId}'`);
  }
  const hash = call.query.get('contentHash');
  if (hash !== null && hash !== '' && hash !== found.contentHash) {
    throw invalidArgument(
      `The query parameter 'contentHash' is not the hash of the document '${documentId}'`,
    );
  }
  return found;
}

function expectStore(call: OperationCall): void {
  const storeId = call.query.get('storeId');
  if (storeId !== null && storeId !== '' && storeId !== STORE_ID) {
    throw invalidArgument(`The query parameter 'storeId' must be '${STORE_ID}', but it is '${storeId}'`);
  }
}

/** What went wrong with one of several documents; a fault of the engine is none of these. */
function failureOf(error: unknown): JsonObject {
  if (!(EngineRejection.isInstance(error) || error instanceof HttpProblem)) {
    throw error;
  }
  const { status, title, detail } = JSON.parse(String(problemOf(error, '/').body));
  return { status, title, detail };
}

function viewOf({ documentId, sizeBytes, contentHash, metadata }: DocumentValue): JsonObject {
  return {
    'camunda.document.type': 'camunda',
    storeId: STORE_ID,
    documentId,
    contentHash,
    metadata: { ...metadata, expiresAt: formatOptionalDate(metadata.expiresAt), size: sizeBytes },
  };
}
