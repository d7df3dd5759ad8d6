/** The maps of rows in a group of projections, by path: `jobs`, `messages.subscriptions`. Functions hold no rows. */
export function mapsOf(group: object, prefix = ''): [path: string, map: Map<unknown, unknown>][] {
  return Object.entries(group).flatMap(([name, member]): [string, Map<unknown, unknown>][] => {
    const path = `${prefix}${name}`;
    if (member instanceof Map) {
      return [[path, member]];
    }
    if (typeof member === 'function') {
      return [];
    }
    if (typeof member === 'object' && member !== null) {
      return mapsOf(member, `${path}.`);
    }
    throw new Error(`The projections hold '${path}' outside of a map: snapshots would lack it`);
  });
}
