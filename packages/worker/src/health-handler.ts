import type { WorkerHealth } from './worker-health.ts';

/** How {@link createHealthHandler} answers. */
export interface HealthHandlerOptions {
  /** The path that tells whether the process should go on living. @default /livez */
  readonly livePath?: string | undefined;
  /** The path that tells whether all workers can take jobs. @default /readyz */
  readonly readyPath?: string | undefined;
}

/**
 * A `Request → Response` handler for the probes of an orchestrator: 200 or 503, with the reasons as JSON, and 404 for
 * other paths.
 *
 * @param workers the workers of this process, or a function that gives them
 */
export function createHealthHandler(
  workers: Iterable<HasHealth> | (() => Iterable<HasHealth>),
  { livePath = '/livez', readyPath = '/readyz' }: HealthHandlerOptions = {},
): (request: Request) => Response {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== livePath && pathname !== readyPath) return answer(404, { reasons: ['no such path'] });
    const all = [...(typeof workers === 'function' ? workers() : workers)];
    const states = all.map((worker) => ({ jobType: worker.jobType, ...worker.health() }));
    const isWell = states.every(({ live, ready }) => (pathname === livePath ? live : ready));
    return answer(isWell ? 200 : 503, { workers: states });
  };
}

/** What the handler needs of a worker. */
export interface HasHealth {
  readonly jobType: string;
  health(): WorkerHealth;
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
