import { existsSync, readFileSync } from 'node:fs';
import type { Schema } from './schema-check.ts';

const file = new URL('../../../../shared/spec/orchestration-cluster-api.json', import.meta.url);

interface MediaType {
  readonly schema?: Schema;
}

/** An operation of the specification, as far as tests read it. */
export interface SpecifiedOperation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, MediaType>> }>>;
}

/** The specification of the API, as far as tests read it. */
export interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, SpecifiedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

let document: Specification | null | undefined;

/** The specification document; null if it is not beside the repository. */
export function readSpecification(): Specification | null {
  document ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Specification) : null;
  return document;
}

/** The operation with that id. */
export function findOperation({ paths }: Specification, operationId: string): SpecifiedOperation | undefined {
  return Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .find((operation) => operation?.operationId === operationId);
}
