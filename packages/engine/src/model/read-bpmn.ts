import type { ModdleElement, ParseWarning } from 'bpmn-moddle';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { API_ID } from '../xml/api-id.ts';
import { describeXmlError } from '../xml/describe-xml-error.ts';
import { ForeignIds } from '../xml/foreign-ids.ts';
import type { ExecutableProcess } from './executable.ts';
import { type Finding, Findings } from './finding.ts';
import { listOf } from './moddle-access.ts';
import { readProcess } from './read-process.ts';
import { validateProcess } from './validate.ts';

/** What a BPMN file holds: its executable processes, or what is wrong with it. */
export type ReadResult =
  | { readonly ok: true; readonly processes: readonly ExecutableProcess[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

let sharedModdle: BpmnModdle | undefined;

/** Reads, checks and compiles a BPMN file. */
export async function readBpmn(xml: string): Promise<ReadResult> {
  const findings = new Findings();
  const definitions = await parse(xml, findings);
  if (definitions === undefined) {
    return { ok: false, findings: findings.list };
  }
  const processes = listOf(definitions, 'rootElements').filter(
    (element) => element.$type === 'bpmn:Process' && element.isExecutable === true,
  );
  if (processes.length === 0) {
    findings.add(definitions.id, 'The file must hold at least one executable process');
  }
  const executables = processes.map((process) => {
    if (!API_ID.test(process.id ?? '')) {
      findings.add(process.id, 'An executable process must have an id of letters, digits, _, - and .');
    }
    const executable = readProcess(process, findings);
    validateProcess(executable, findings);
    return executable;
  });
  return findings.list.length === 0
    ? { ok: true, processes: executables }
    : { ok: false, findings: findings.list };
}

async function parse(xml: string, findings: Findings): Promise<ModdleElement | undefined> {
  // Entities are never expanded; a file that declares any is refused, whatever it may contain.
  if (/<!DOCTYPE/i.test(xml)) {
    findings.add(undefined, 'A document type declaration is not allowed');
    return undefined;
  }
  sharedModdle ??= new BpmnModdle({ zeebe });
  const ids = new ForeignIds(xml.replace(/^\uFEFF/, ''));
  try {
    const { rootElement, elementsById, warnings } = await sharedModdle.fromXML(ids.xml);
    ids.restoreAll(elementsById);
    for (const warning of warnings.filter(isError)) {
      const duplicate = /duplicate ID <([^>]*)>/.exec(warning.message)?.[1];
      findings.add(
        ids.original(duplicate ?? warning.element?.id ?? '(no id)'),
        ids.restore(describeXmlError(warning.message)),
      );
    }
    return rootElement;
  } catch (error) {
    findings.add(undefined, ids.restore(describeXmlError(error)));
    return undefined;
  }
}

/** Unknown extensions and the drawing are somebody else's business; everything else that could not be read is an error. */
function isError(warning: ParseWarning): boolean {
  const { message } = warning;
  if (/unknown attribute|unresolved reference <[^>]*>$/.test(message)) {
    return isFlowReference(warning);
  }
  // The reader names the types by its own prefixes, whatever those of the file are.
  const unknown = /(?:unknown type|unrecognized element) <([\w.-]+):[^>]*>$/.exec(message);
  return unknown === null ? !DRAWING.test(message) : unknown[1] === 'bpmn';
}

const DRAWING = /^unparsable content <(?:bpmndi|omgd[ci]|d[ci]):/;

function isFlowReference(warning: ParseWarning): boolean {
  return warning.property === 'bpmn:sourceRef' || warning.property === 'bpmn:targetRef';
}
