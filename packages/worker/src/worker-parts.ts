import type { Clock, RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type { ExecutionStrategy } from './execution-strategy.ts';
import type { FailureHistory } from './failure-history.ts';
import type { JobBudget } from './job-budget.ts';
import type { JobSource } from './job-source.ts';
import type { Ledger } from './ledger.ts';
import type { LockMargin } from './lock-margin.ts';
import type { Platform } from './platform.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import type { WorkerEvents } from './worker-events.ts';
import type { WorkerState } from './worker-status.ts';

/** What lives as long as a worker, and each of its runs uses. */
export interface WorkerParts {
  readonly config: ResolvedWorkerConfig;
  readonly transport: Transport;
  readonly client: unknown;
  readonly source: JobSource;
  readonly strategy: ExecutionStrategy;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: SdkLogger;
  readonly ledger: Ledger;
  readonly history: FailureHistory;
  readonly events: WorkerEvents;
  readonly lockMargin: LockMargin;
  readonly platform: Platform;
  readonly budget: JobBudget | undefined;
  readonly setState: (state: WorkerState) => void;
}
