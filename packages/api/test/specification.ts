import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Any node of the document. */
export type Node = Readonly<Record<string, unknown>> & {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Readonly<Record<string, string>>;
  };
};

/** One operation, read from the document by this file alone: nothing of the generator is used. */
export interface SpecifiedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Whether the operation is served beside `/v2` rather than below it. */
  readonly isBesideBase: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Node;
  }[];
  readonly contentType: string | undefined;
  readonly bodySchema: Node | undefined;
  readonly answers: readonly {
    readonly status: number;
    readonly contentType: string | undefined;
    readonly schema: Node | undefined;
  }[];
}

/** Where the document is, outside of the repository. */
export const specificationPath: string = resolve(
  import.meta.dirname,
  '../../../../shared/spec/orchestration-cluster-api.json',
);

/** Whether the document is there; prints one line if not. */
export function hasSpecification(what: string): boolean {
  if (existsSync(specificationPath)) return true;
  console.log(`skipped: ${what}: the OpenAPI document is not at ../shared/spec`);
  return false;
}

/** The document with a way through its references. */
export function readDocument(): {
  readonly operations: readonly SpecifiedOperation[];
  follow(node: Node | undefined): Node;
} {
  const document = JSON.parse(readFileSync(specificationPath, 'utf8')) as Node & {
    paths: Record<string, Record<string, Node>>;
  };
  const follow = (node: Node | undefined): Node => {
    let found = node ?? {};
    while (typeof found.$ref === 'string') {
      let next: unknown = document;
      for (const step of found.$ref.slice(2).split('/')) {
        next = (next as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
      }
      found = next as Node;
    }
    return found;
  };
  const operations: SpecifiedOperation[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = item[method];
      if (operation === undefined) continue;
      const body = follow(operation.requestBody as Node | undefined).content as
        | Record<string, { schema?: Node }>
        | undefined;
      const [contentType, media] = Object.entries(body ?? {})[0] ?? [];
      operations.push({
        operationId: operation.operationId as string,
        method: method.toUpperCase(),
        path,
        isBesideBase: item.servers !== undefined,
        parameters: ((operation.parameters ?? []) as Node[]).map((parameter) => {
          const found = follow(parameter);
          return {
            name: found.name as string,
            in: found.in as string,
            required: (found.required as unknown) === true,
            schema: found.schema as Node,
          };
        }),
        contentType,
        bodySchema: media?.schema,
        answers: Object.entries(operation.responses as Record<string, Node>)
          .filter(([status]) => status.startsWith('2'))
          .map(([status, response]) => {
            const content = follow(response).content as Record<string, { schema?: Node }> | undefined;
            const [type, answer] = Object.entries(content ?? {})[0] ?? [];
            return { status: Number(status), contentType: type, schema: answer?.schema };
          }),
      });
    }
  }
  return { operations, follow };
}
