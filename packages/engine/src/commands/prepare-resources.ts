import { readDecisionModel } from '../dmn/index.ts';
import { checksumOf } from '../model/checksum.ts';
import { ModelCache, type ModelSource } from '../model/model-cache.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { decodeXml } from '../xml/decode-xml.ts';
import type { PreparedResource } from './deploy-resource.ts';
import { describeProblems } from './describe-problems.ts';
import { prepareFile } from './prepare-file.ts';
import { refuseDoubleIds } from './refuse-double-ids.ts';

/** A file to deploy. */
export interface Resource {
  /** Its name; the ending says what it is. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Reads and checks every resource. @throws EngineRejection that lists what is wrong, by resource and element */
export async function prepareResources(
  resources: readonly Resource[],
  models: ModelCache,
): Promise<PreparedResource[]> {
  if (resources.length === 0) {
    throw invalidArgument('Expected at least one resource to deploy, but there is none');
  }
  resources.forEach(requireResource);
  // What is refused must not stay: only when all files are good do their models join those of the engine.
  const compiled = new ModelCache();
  const problems: string[] = [];
  const prepared: PreparedResource[] = [];
  for (const resource of resources) {
    const result = await prepare(resource, compiled);
    if (typeof result === 'string') {
      problems.push(result);
    } else {
      prepared.push(result);
    }
  }
  if (problems.length > 0) {
    throw invalidArgument(
      `Expected to deploy new resources, but encountered the following errors:\n${problems.join('\n')}`,
    );
  }
  refuseDoubleIds(prepared);
  models.adopt(compiled);
  return prepared;
}

function requireResource(resource: unknown, index: number): void {
  const { name, content } = (resource ?? {}) as Partial<Record<keyof Resource, unknown>>;
  if (typeof name !== 'string' || !(typeof content === 'string' || ArrayBuffer.isView(content))) {
    throw invalidArgument(
      `Expected resource ${index + 1} to have a \`name\` (text) and a \`content\` (text or bytes), but they are of the types ${typeof name} and ${typeof content}`,
    );
  }
}

/** One resource, or the text of what is wrong with it. */
async function prepare(resource: Resource, models: ModelCache): Promise<PreparedResource | string> {
  const { name, content } = resource;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const checksum = checksumOf(bytes);
  if (!/\.(bpmn|dmn|xml)$/i.test(name)) {
    return prepareFile(name, checksum, bytes);
  }
  const decoded = decodeXml(content);
  if (/\.xml$/i.test(name) && !(decoded.ok && decoded.text.includes(BPMN_NAMESPACE))) {
    return prepareFile(name, checksum, bytes);
  }
  return decoded.ok
    ? compileModels({ name, checksum, text: decoded.text }, models)
    : describeProblems(name, [decoded]);
}

/** Compiles the models of a file into the cache; or the text of what is wrong with it. */
export async function compileModels(
  source: ModelSource,
  models: ModelCache,
): Promise<PreparedResource | string> {
  const { name, checksum, text } = source;
  const prepareModels = /\.dmn$/i.test(name) ? prepareDecisions : prepareProcesses;
  const prepared = await prepareModels(name, checksum, text, models);
  if (typeof prepared !== 'string') {
    models.remember(source);
  }
  return prepared;
}

async function prepareProcesses(
  name: string,
  checksum: string,
  text: string,
  models: ModelCache,
): Promise<PreparedResource | string> {
  const result = await readBpmn(text);
  if (!result.ok) {
    return describeProblems(name, result.findings);
  }
  for (const process of result.processes) {
    models.put(checksum, process);
  }
  return { name, checksum, text, processes: result.processes };
}

/** A file that only says that it is XML may be anything; this makes it a model. */
const BPMN_NAMESPACE = 'http://www.omg.org/spec/BPMN/20100524/MODEL';

async function prepareDecisions(
  name: string,
  checksum: string,
  text: string,
  models: ModelCache,
): Promise<PreparedResource | string> {
  const result = await readDecisionModel(text.replace(/^\uFEFF/, ''));
  if (!result.ok) {
    return describeProblems(name, result.problems);
  }
  models.putDecisions(checksum, result.model);
  return { name, checksum, text, processes: [], decisions: result.model };
}
