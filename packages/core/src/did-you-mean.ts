/**
 * How many single-letter changes (insert, remove, replace, or swap of neighbours) lead from one text to another;
 * counting stops above `limit`.
 */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? limit + 1;
}

const LIMIT = 2;

/**
 * The known name that somebody most probably meant, if one is so near (two letters) that it can hardly be chance.
 * Letter case and `-` or `.` for `_` do not count as differences.
 */
export function didYouMean(name: string, knownNames: Iterable<string>): string | undefined {
  const normalised = normalise(name);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const known of knownNames) {
    const distance = editDistance(normalised, normalise(known), LIMIT);
    if (distance <= LIMIT && (best === undefined || distance < best.distance))
      best = { name: known, distance };
  }
  return best?.name;
}

const normalise = (name: string): string => name.toUpperCase().replace(/[-.]/g, '_');
