import { expect } from 'vitest';
import { buildEngine } from '../src/create-engine.ts';
import type { EngineCore } from '../src/runtime/engine-core.ts';
import { remember } from '../src/snapshot/engine-memory.ts';
import { restoreSnapshot, takeSnapshot } from '../src/snapshot/engine-snapshot.ts';
import { PlainJson } from '../src/snapshot/plain-json.ts';

/** More would make tests slow that do the same thing thousands of times. */
const MOST_EVENTS = 5_000;

/**
 * Checks that all that an engine has become survives: as a snapshot, and as its events alone, which is what a data file keeps.
 * A table, row or member that one of the two does not know fails the test that fills it.
 */
export async function checkSurvival(core: EngineCore): Promise<void> {
  const events = core.log.list();
  if (!core.isIdle || events.length > MOST_EVENTS) {
    return;
  }
  core.projectionFeed.flush();
  const options = { ...core.options, snapshot: undefined };
  const restored = buildEngine(options).core;
  await restoreSnapshot(restored, JSON.parse(JSON.stringify(takeSnapshot(core))));
  expect(contentOf(restored), 'restored from a snapshot').toEqual(contentOf(core));
  restored.close();
  // A purge, a limit or a snapshot has taken the beginning away.
  if (events.length > 0 && events[0]?.position !== 1) {
    return;
  }
  const replayed = buildEngine(options, core.models).core;
  replayed.replay(events);
  replayed.projectionFeed.flush();
  expect(contentOf(replayed), 'rebuilt from the events').toEqual(contentOf(core));
  replayed.close();
}

/** State and projections as JSON, whatever order they came in. */
function contentOf(core: EngineCore): unknown {
  const { state, projections } = remember(core);
  const json = new PlainJson(core.models);
  const named = [
    ...state.map(([kind, entries], index) => [`${index} ${kind}`, entries] as const),
    ...projections,
  ];
  return JSON.parse(
    JSON.stringify(
      named.map(([name, entries]) => [
        name,
        entries.map((entry) => JSON.stringify(json.write(entry))).sort(),
      ]),
    ),
  );
}
