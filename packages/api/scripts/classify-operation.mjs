// Decides whether an operation may be sent again when its outcome is in doubt. The first rule that fits holds:
//
// 1. GET: safe.
// 2. POST that only reads: searches, statistics, secrets, evaluating an expression (which leaves no record): safe.
// 3. The end of a job or a user task: acknowledgement. A second one is refused by the cluster and does no harm.
// 4. PUT, DELETE, PATCH: idempotent, but for the one PATCH whose body holds amounts to add.
// 5. POST that moves one named thing, or the whole cluster, into a state: idempotent. The same last segments below a
//    collection start a batch operation, a new one each time, and are not meant.
// 6. All others create, start, publish, lock or run something: unsafe. So is whatever a later version adds.

const ACKNOWLEDGEMENTS = ['completeJob', 'failJob', 'throwJobError', 'completeUserTask'];
const READING_PATHS = ['/secrets/list', '/secrets/resolve', '/expression/evaluation'];
const ADDING = ['updateAgentInstance'];
const STATES = [
  'assignment',
  'business-id-assignment',
  'cancellation',
  'deletion',
  'migration',
  'resolution',
  'resumption',
  'suspension',
];
const CLUSTER_STATES = [
  '/clock/reset',
  '/exporting/pause',
  '/exporting/resume',
  '/backups/runtime/state/sync',
];

export function classifyOperation({ operationId, method, path }) {
  if (method === 'GET') return 'safe';
  if (ACKNOWLEDGEMENTS.includes(operationId)) return 'acknowledgement';
  if (ADDING.includes(operationId)) return 'unsafe';
  if (method !== 'POST') return 'idempotent';
  const below = path.replace(/^\/cluster\/v2/, '');
  const reads = below.endsWith('/search') || below.includes('/statistics/') || READING_PATHS.includes(below);
  if (reads) return 'safe';
  if (CLUSTER_STATES.includes(below)) return 'idempotent';
  const segments = below.split('/');
  const movesOne = STATES.includes(segments.at(-1)) && /^\{.+\}$/.test(segments.at(-2) ?? '');
  return movesOne ? 'idempotent' : 'unsafe';
}
