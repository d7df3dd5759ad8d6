import { type BaseIssue, type GenericSchema, safeParse } from 'valibot';
import type { ValidationFinding } from './camunda-validation-error.ts';
import { findUnknownMembers } from './find-unknown-members.ts';

/** What counts as a difference. */
export interface DifferenceRules {
  /** Members that the specification does not know. */
  readonly unknownMembers: boolean;
  /** Texts that an enumeration does not list: a newer cluster may send them. */
  readonly unknownValues: boolean;
}

type Issue = BaseIssue<unknown>;

/** Compares a value with a schema. Gives where they differ; the value is not changed. */
export function findDifferences(
  schema: GenericSchema,
  value: unknown,
  rules: DifferenceRules,
): ValidationFinding[] {
  const { issues = [] } = safeParse(schema, value);
  const counting = (issues as Issue[])
    .filter((issue) => rules.unknownValues || !isNewValue(issue))
    .filter((issue) => !isLarge(issue));
  const findings = distinct(counting.flatMap((issue) => describe(issue, [])));
  const unknown = rules.unknownMembers ? findUnknownMembers(schema, value) : [];
  return [...findings, ...unknown.map((path) => ({ path, message: 'is not in the specification' }))];
}

function isNewValue(issue: Issue): boolean {
  const isEnumeration = issue.type === 'picklist' || issue.type === 'literal';
  return (isEnumeration && typeof issue.input === 'string') || (issue.issues?.some(isNewValue) ?? false);
}

/** An integer beyond 2^53 arrives as a bigint, so that no digit is lost. */
function isLarge(issue: Issue): boolean {
  return issue.type === 'number' && typeof issue.input === 'bigint';
}

/** Where no alternative of a union fits, those count that went deepest into the value. */
function describe(issue: Issue, above: readonly string[]): ValidationFinding[] {
  const keys = [...above, ...(issue.path ?? []).map(({ key }) => String(key))];
  // The paths of alternatives begin at the value that none of them fits.
  const deeper = (issue.issues ?? []).filter((inner) => (inner.path?.length ?? 0) > 0);
  if (deeper.length > 0) return deeper.flatMap((inner) => describe(inner, keys));
  const path = keys.join('.');
  const found = /password|secret|token/i.test(path) ? `a ${typeof issue.input}` : shorten(issue.received);
  const rule =
    issue.requirement instanceof RegExp ? `a text of the form ${issue.requirement.source}` : issue.expected;
  const expected = issue.received === 'undefined' && issue.input === undefined ? 'is missing' : undefined;
  return [{ path, message: expected ?? `expected ${shorten(rule ?? issue.message)}, found ${found}` }];
}

/** Alternatives of a union often agree on what is wrong. */
function distinct(findings: readonly ValidationFinding[]): ValidationFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.path}\n${finding.message}`, finding])).values()];
}

const LONGEST = 120;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
