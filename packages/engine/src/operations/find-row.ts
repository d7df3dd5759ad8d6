import { notFound } from '../runtime/engine-rejection.ts';

/** A row by its key. @throws EngineRejection NOT_FOUND */
export function findRow<RowType>(
  rows: { get(key: number): RowType | undefined },
  key: number,
  what: string,
): RowType {
  const row = rows.get(key);
  if (row === undefined) {
    throw notFound(`${what} with key '${key}'`);
  }
  return row;
}
