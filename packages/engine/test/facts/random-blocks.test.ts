import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  errorEvent,
  eventSubProcess,
  extensions,
  flow,
  flows,
  mapping,
  serviceTask,
  subProcess,
} from '../bpmn.ts';
import { message, on } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

/** A part of a process with one way in and one way out. */
type Block =
  | { readonly kind: 'task' }
  | { readonly kind: 'sequence' | 'all'; readonly parts: readonly Block[] }
  | { readonly kind: 'some'; readonly parts: readonly (readonly [Block, boolean])[] }
  | { readonly kind: 'one'; readonly parts: readonly Block[]; readonly choice: number }
  | { readonly kind: 'scope'; readonly part: Block }
  | { readonly kind: 'each'; readonly part: Block; readonly items: number; readonly isSequential: boolean }
  | { readonly kind: 'loop'; readonly part: Block; readonly rounds: number }
  | { readonly kind: 'guarded' | 'called'; readonly part: Block };

const { block } = fc.letrec<{ block: Block }>((tie) => {
  const parts = fc.array(tie('block'), { minLength: 1, maxLength: 3 });
  return {
    block: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true, maxDepth: 4 },
      { weight: 2, arbitrary: fc.constant({ kind: 'task' } as const) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constantFrom('sequence' as const, 'all' as const), parts }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('some' as const),
          parts: fc.array(fc.tuple(tie('block'), fc.boolean()), { minLength: 2, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('one' as const), parts, choice: fc.nat(2) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('scope' as const), part: tie('block') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('each' as const),
          part: tie('block'),
          items: fc.nat(2),
          isSequential: fc.boolean(),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('guarded' as const, 'called' as const),
          part: tie('block'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('loop' as const),
          part: tie('block'),
          rounds: fc.integer({ min: 1, max: 2 }),
        }),
      },
    ),
  };
});

/** Draws blocks as BPMN, and counts how often each task must run. */
class Drawing {
  /** How often each task must run; a task that an error may end runs at most as often. */
  readonly expected = new Map<string, { times: number; isCertain: boolean }>();
  /** The processes that are called. */
  readonly called: string[] = [];
  #guards = 0;
  #count = 0;

  /** The elements of a block, and the ids of its first and last one. */
  draw(block: Block, times: number): { xml: string; first: string; last: string } {
    const id = `e${++this.#count}`;
    switch (block.kind) {
      case 'task':
        return this.#task(id, times);
      case 'sequence': {
        const parts = block.parts.map((part) => this.draw(part, times));
        const links = parts.slice(1).map((part, index) => flow(parts[index]?.last ?? '', part.first));
        return {
          xml: parts.map(({ xml }) => xml).join('') + links.join(''),
          first: parts[0]?.first ?? '',
          last: parts.at(-1)?.last ?? '',
        };
      }
      case 'all':
        return this.#fork(
          'parallelGateway',
          id,
          block.parts.map((part) => [part, undefined, times]),
        );
      case 'some':
        return this.#fork(
          'inclusiveGateway',
          id,
          block.parts.map(([part, isTaken]) => [part, `=${isTaken}`, isTaken ? times : 0]),
          block.parts.some(([, isTaken]) => isTaken) ? 0 : times,
        );
      case 'one': {
        const chosen = block.choice % block.parts.length;
        return this.#fork(
          'exclusiveGateway',
          id,
          block.parts.map((part, index) => [part, `=${index === chosen}`, index === chosen ? times : 0]),
          0,
        );
      }
      case 'scope':
        return { xml: subProcess(id, this.#inside(block.part, id, times)), first: id, last: id };
      case 'each': {
        const loop = `<bpmn:multiInstanceLoopCharacteristics isSequential="${block.isSequential}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=${JSON.stringify(Array(block.items).fill(0))}"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
        const inside = this.#inside(block.part, id, times * block.items);
        // Counters of loops inside are each item's own.
        const counters = Object.fromEntries(
          [...inside.matchAll(/resultVariable="(\w+)"/g)].map(([, name]) => [name ?? '', '=0']),
        );
        return {
          xml: subProcess(id, inside + extensions(mapping({ inputs: counters })) + loop),
          first: id,
          last: id,
        };
      }
      case 'guarded':
        return this.#guarded(block.part, id, times);
      case 'called': {
        this.called.push(bpmn(id, this.#inside(block.part, id, times)));
        const called = `<zeebe:calledElement processId="${id}" propagateAllChildVariables="false" propagateAllParentVariables="false"/>`;
        return { xml: element('callActivity', id, extensions(called)), first: id, last: id };
      }
      case 'loop': {
        const part = this.draw(block.part, times * block.rounds);
        const script = (name: string, expression: string) =>
          element(
            'scriptTask',
            `${id}-${name}`,
            extensions(`<zeebe:script expression="${expression}" resultVariable="${id}"/>`),
          );
        return {
          xml: `${script('zero', '=0')}${element('exclusiveGateway', `${id}-merge`)}${part.xml}${script('count', `=${id} + 1`)}${element('exclusiveGateway', `${id}-again`, '', `default="${id}-out"`)}${element('task', `${id}-end`)}${flows(`${id}-zero ${id}-merge ${part.first}`)}${flows(`${part.last} ${id}-count ${id}-again`)}${flow(`${id}-again`, `${id}-merge`, `=${id} < ${block.rounds}`)}${flow(`${id}-again`, `${id}-end`, undefined, `${id}-out`)}`,
          first: `${id}-zero`,
          last: `${id}-end`,
        };
      }
    }
  }

  #task(id: string, times: number) {
    this.expected.set(id, { times, isCertain: this.#guards === 0 });
    return { xml: serviceTask(id, 'work'), first: id, last: id };
  }

  /** A scope in which a job throws an error at some moment, and what is done then. */
  #guarded(part: Block, id: string, times: number) {
    this.#guards++;
    const { xml, first, last } = this.draw(part, times);
    const inside = `${element('startEvent', `${id}-s`)}${element('parallelGateway', `${id}-fork`)}${serviceTask(`${id}-boom`, 'boom')}${xml}${element('parallelGateway', `${id}-join`)}${element('endEvent', `${id}-e`)}${flows(`${id}-s ${id}-fork ${first}`)}${flows(`${last} ${id}-join ${id}-e`)}${flows(`${id}-fork ${id}-boom ${id}-join`)}`;
    this.#guards--;
    const handler = this.#task(`${id}-handler`, times).xml;
    const caught = boundary(`${id}-caught`, id, errorEvent());
    return {
      xml: `${subProcess(id, inside)}${caught}${handler}${element('exclusiveGateway', `${id}-merge`)}${flows(`${id} ${id}-merge`)}${flows(`${id}-caught ${id}-handler ${id}-merge`)}`,
      first: id,
      last: `${id}-merge`,
    };
  }

  #inside(part: Block, id: string, times: number): string {
    const { xml, first, last } = this.draw(part, times);
    return `${element('startEvent', `${id}-s`)}${xml}${element('endEvent', `${id}-e`)}${flows(`${id}-s ${first}`)}${flows(`${last} ${id}-e`)}`;
  }

  /** A fork and a join of a kind; with `otherwise` a default branch that has a task of its own. */
  #fork(
    kind: string,
    id: string,
    branches: readonly (readonly [Block, string | undefined, number])[],
    otherwise?: number,
  ) {
    const fork = element(kind, `${id}-fork`, '', otherwise === undefined ? '' : `default="${id}-default"`);
    const drawn = branches.map(([part, condition, times]) => {
      const { xml, first, last } = this.draw(part, times);
      return xml + flow(`${id}-fork`, first, condition) + flow(last, `${id}-join`);
    });
    if (otherwise !== undefined) {
      drawn.push(
        this.#task(`${id}-else`, otherwise).xml +
          flow(`${id}-fork`, `${id}-else`, undefined, `${id}-default`) +
          flow(`${id}-else`, `${id}-join`),
      );
    }
    return {
      xml: fork + element(kind, `${id}-join`) + drawn.join(''),
      first: `${id}-fork`,
      last: `${id}-join`,
    };
  }

  model(block: Block): string {
    return bpmn(
      'p',
      `${this.#inside(block, 'root', 1)}${eventSubProcess('stop', on.message('stop'), `${element('endEvent', 'stopped')}${flows('stop-start stopped')}`)}`,
      message('stop', 'k'),
    );
  }
}

const size = ({ expected }: Drawing) => [...expected.values()].reduce((sum, { times }) => sum + times, 0);

const jobsOf = async (engine: TestEngine) => [
  ...(await engine.activate('work')),
  ...(await engine.activate('boom')),
];

async function deployed(drawing: Drawing, model: string): Promise<TestEngine> {
  const engine = new TestEngine();
  for (const content of [...drawing.called, model]) {
    await engine.deploy(content);
  }
  return engine;
}

describe('blocks of gateways, loops and scopes in one another (3.3, 3.8, 3.10)', () => {
  it('run every task as often as the drawing says, whatever order the jobs are done in, and complete', async () => {
    await fc.assert(
      fc.asyncProperty(block, fc.infiniteStream(fc.nat(1000)), async (tree, order) => {
        const drawing = new Drawing();
        const model = drawing.model(tree);
        fc.pre(size(drawing) < 60);
        const engine = await deployed(drawing, model);
        const key = await engine.create('p');
        const done = new Map([...drawing.expected.keys()].map((id) => [id, 0]));
        const jobs = await jobsOf(engine);
        for (let count = 0; jobs.length > 0 && count < 200; count++) {
          const [job] = jobs.splice((order.next().value ?? 0) % jobs.length, 1);
          const isError = job.type === 'boom';
          const path = `/jobs/${job.jobKey}/${isError ? 'error' : 'completion'}`;
          const { status } = await engine.call('POST', path, isError ? { errorCode: 'E' } : {});
          if (status === 204 && !isError) {
            done.set(job.elementId, (done.get(job.elementId) ?? 0) + 1);
          }
          jobs.push(...(await jobsOf(engine)));
        }
        for (const [id, { times, isCertain }] of drawing.expected) {
          expect(done.get(id), id).toSatisfy((count: number) =>
            isCertain ? count === times : count <= times,
          );
        }
        expect(await engine.search('incidents')).toEqual([]);
        expect(await engine.stateOf(key)).toBe('COMPLETED');
        await engine.engine.close();
      }),
      // More find more, but this is what fits into a second or two.
      { numRuns: 60 },
    );
  });

  it('leave nothing behind when the process is interrupted at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(block, fc.nat(6), async (tree, moment) => {
        const drawing = new Drawing();
        const model = drawing.model(tree);
        fc.pre(size(drawing) < 60 && size(drawing) > 0);
        const engine = await deployed(drawing, model);
        const key = await engine.create('p');
        for (let count = 0; count < moment; count++) {
          const [job] = await engine.activate('work', { maxJobsToActivate: 1 });
          if (job !== undefined) {
            await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
          }
        }
        await engine.call('POST', '/messages/publication', { name: 'stop', correlationKey: 'k' });
        expect(await engine.stateOf(key)).toBe('COMPLETED');
        expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
        expect(await engine.activate('work')).toEqual([]);
        await engine.engine.close();
      }),
      // More find more, but this is what fits into a second or two.
      { numRuns: 30 },
    );
  });
});
