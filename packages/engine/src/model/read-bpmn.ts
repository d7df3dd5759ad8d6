import type { ModdleElement, ParseWarning } from 'bpmn-moddle';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
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
  try {
    const { rootElement, warnings } = await sharedModdle.fromXML(xml.replace(/^\uFEFF/, ''));
    for (const warning of warnings.filter(isError)) {
      findings.add(warning.element?.id, singleLine(warning.message));
    }
    return rootElement;
  } catch (error) {
    findings.add(undefined, singleLine(error instanceof Error ? error.message : String(error)));
    return undefined;
  }
}

/** Unknown extensions are somebody else's business; everything else that could not be read is an error. */
function isError(warning: ParseWarning): boolean {
  const unknownType = /unparsable content <([\w-]+):/.exec(warning.message);
  if (unknownType === null) {
    return (
      !/unknown attribute|unresolved reference <[^>]*>$/.test(warning.message) || isFlowReference(warning)
    );
  }
  return /^(bpmn2?|semantic)$/.test(unknownType[1] ?? '');
}

function isFlowReference(warning: ParseWarning): boolean {
  return warning.property === 'bpmn:sourceRef' || warning.property === 'bpmn:targetRef';
}

function singleLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
