import * as fc from 'fast-check';
import { bpmn, element, extensions, flow } from './bpmn.ts';
import { boundary, catchEvent, message, on, signal, startOn, throwEvent } from './events.ts';

/** A part of a process with one way in and one way out. */
export type Block =
  | { readonly kind: 'task' | 'user' | 'message' | 'signal' | 'timer' | 'pass' | 'many' | 'ordered' | 'call' }
  | { readonly kind: 'choice' | 'tools' | 'undone' | 'watched' | 'listened' | 'asked' }
  | { readonly kind: 'sequence' | 'parallel' | 'inclusive'; readonly blocks: readonly Block[] }
  | { readonly kind: 'scope' | 'interruptible' | 'observed' | 'each'; readonly block: Block };

const leaf = fc.constantFrom(
  ...(['task', 'user', 'message', 'signal', 'timer', 'pass', 'many', 'ordered', 'call'] as const),
  ...(['choice', 'tools', 'undone', 'watched', 'listened', 'asked'] as const),
);

/** Any block, up to a few levels deep. */
export const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 1, arbitrary: leaf.map((kind) => ({ kind })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('sequence' as const, 'parallel' as const, 'inclusive' as const),
        blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3, size: 'max' }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'scope' as const,
          'interruptible' as const,
          'observed' as const,
          'each' as const,
        ),
        block: tie('block'),
      }),
    },
  ),
})).block;

/** A block as BPMN, with where it begins and ends. */
interface Written {
  readonly xml: string;
  readonly first: string;
  readonly last: string;
}

/** Writes blocks as BPMN; every id ends in the same way. */
class Writer {
  readonly #suffix: string;
  #count = 0;

  constructor(suffix: string) {
    this.#suffix = suffix;
  }

  process(id: string, content: Block): string {
    const inside = this.#path([this.#one('startEvent'), this.write(content), this.#one('endEvent')]);
    return bpmn(id, inside.xml, `${message('go', '=1')}${signal('go')}`);
  }

  write(content: Block): Written {
    switch (content.kind) {
      case 'sequence':
        return this.#path(content.blocks.map((one) => this.write(one)));
      case 'parallel':
      case 'inclusive':
        return this.#branches(`${content.kind}Gateway`, content.blocks);
      case 'scope':
      case 'interruptible':
      case 'observed':
      case 'each':
        return this.#scope(content.kind, content.block);
      default:
        return this.#leaf(content.kind);
    }
  }

  #id(name: string): string {
    this.#count += 1;
    return `${name}${this.#count}${this.#suffix}`;
  }

  #flow(source: string, target: string, condition?: string): string {
    return flow(source, target, condition, this.#id('flow'));
  }

  #one(kind: string, inside = ''): Written {
    const id = this.#id(kind);
    return { xml: element(kind, id, inside), first: id, last: id };
  }

  #path(parts: readonly Written[]): Written {
    const between = parts
      .slice(1)
      .map((part, index) => this.#flow(parts[index]?.last ?? '', part.first))
      .join('');
    const xml = parts.map((part) => part.xml).join('') + between;
    return { xml, first: parts[0]?.first ?? '', last: parts.at(-1)?.last ?? '' };
  }

  #branches(gateway: string, blocks: readonly Block[]): Written {
    const [fork, join] = [this.#one(gateway), this.#one(gateway)];
    const condition = gateway === 'inclusiveGateway' ? '=x != 1' : undefined;
    const branches = blocks.map((one) => this.write(one));
    const flows = branches.map(
      ({ first, last }, index) =>
        this.#flow(fork.last, first, index === 0 && condition !== undefined ? '=true' : condition) +
        this.#flow(last, join.first),
    );
    const xml = [fork, join, ...branches].map((part) => part.xml).join('') + flows.join('');
    return { xml, first: fork.first, last: join.last };
  }

  #scope(kind: string, content: Block): Written {
    const inside = this.#path([this.#one('startEvent'), this.write(content), this.#one('endEvent')]).xml;
    const id = this.#id('scope');
    const observer = () => {
      const begin = this.#id('begin');
      const path = this.#path([
        { xml: startOn(begin, on.signal('go'), '', kind === 'interruptible'), first: begin, last: begin },
        this.#service('work'),
      ]);
      return `<bpmn:subProcess id="${this.#id('observer')}" triggeredByEvent="true">${path.xml}</bpmn:subProcess>`;
    };
    const more = kind === 'each' ? LOOP(false) : kind === 'scope' ? '' : observer();
    const xml = element('subProcess', id, inside + more);
    const scope = { xml, first: id, last: id };
    return kind === 'scope' ? this.#interruptedBy(scope, [on.message('go')]) : scope;
  }

  /** Something with a path beside it that ends by itself. */
  #beside(host: string, definition: string): string {
    const id = this.#id('bound');
    const after = this.#one('endEvent');
    return boundary(id, host, definition, false) + after.xml + this.#flow(id, after.first);
  }

  /** Something that is interrupted, and goes on in the same way then. */
  #interruptedBy(host: Written, definitions: readonly string[]): Written {
    const merge = this.#one('exclusiveGateway');
    const bounds = definitions.map((definition) => {
      const id = this.#id('bound');
      return boundary(id, host.first, definition, true) + this.#flow(id, merge.first);
    });
    const path = this.#path([host, merge]);
    return { ...path, xml: path.xml + bounds.join('') };
  }

  #service(type: string, more = ''): Written {
    const id = this.#id('service');
    const xml = `<bpmn:serviceTask id="${id}">${extensions(`<zeebe:taskDefinition type="${type}" retries="1"/>`)}${more}</bpmn:serviceTask>`;
    return { xml, first: id, last: id };
  }

  #catch(definition: string): Written {
    const id = this.#id('catch');
    return { xml: catchEvent(id, definition), first: id, last: id };
  }

  #leaf(kind: Exclude<Block, { blocks: unknown } | { block: unknown }>['kind']): Written {
    switch (kind) {
      case 'task':
        return this.#service('work');
      case 'many':
        return this.#service('work', LOOP(false));
      case 'ordered':
        return this.#service('work', LOOP(true));
      case 'user':
        return this.#one('userTask', extensions('<zeebe:userTask/>'));
      case 'call':
        return this.#one('callActivity', extensions('<zeebe:calledElement processId="child"/>'));
      case 'message':
        return this.#catch(on.message('go'));
      case 'signal':
        return this.#catch(on.signal('go'));
      case 'timer':
        return this.#catch(on.timer('duration', 'PT10S'));
      case 'pass':
        return this.#one('task');
      case 'choice':
        return this.#choice();
      case 'tools':
        return this.#tools();
      case 'undone':
        return this.#undone();
      case 'watched':
        return this.#watched();
      case 'listened':
        return this.#one('callActivity', extensions(`<zeebe:calledElement processId="child"/>${LISTENERS}`));
      case 'asked':
        return this.#one('userTask', extensions(`<zeebe:userTask/>${TASK_LISTENERS}`));
    }
  }

  /** An event-based gateway, its paths together again. */
  #choice(): Written {
    const [gateway, join] = [this.#one('eventBasedGateway'), this.#one('exclusiveGateway')];
    const events = [this.#catch(on.message('go')), this.#catch(on.timer('duration', 'PT20S'))];
    const flows = events.map(
      ({ first, last }) => this.#flow(gateway.last, first) + this.#flow(last, join.first),
    );
    const xml = [gateway, join, ...events].map((part) => part.xml).join('') + flows.join('');
    return { xml, first: gateway.first, last: join.last };
  }

  #tools(): Written {
    const tool = this.#service('work');
    const active = extensions(`<zeebe:adHoc activeElementsCollection="=[&quot;${tool.first}&quot;]"/>`);
    return this.#one('adHocSubProcess', active + tool.xml + this.#service('work').xml);
  }

  /** A task that is compensated at once. */
  #undone(): Written {
    const task = this.#service('work');
    const undo = this.#service('work');
    const bound = this.#id('bound');
    const thrown = this.#id('throw');
    const compensation = '<bpmn:compensateEventDefinition/>';
    const parts =
      boundary(bound, task.first, compensation) +
      undo.xml.replace('<bpmn:serviceTask', '<bpmn:serviceTask isForCompensation="true"') +
      `<bpmn:association id="${this.#id('association')}" sourceRef="${bound}" targetRef="${undo.first}"/>`;
    const thrower = { xml: throwEvent(thrown, compensation), first: thrown, last: thrown };
    const path = this.#path([task, this.#service('work'), thrower]);
    return { ...path, xml: path.xml + parts };
  }

  /** A task with boundary events of most kinds. */
  #watched(): Written {
    const task = this.#service('work');
    const beside =
      this.#beside(task.first, on.timer('cycle', 'R3/PT5S')) +
      this.#beside(task.first, on.condition('=x > 2'));
    const interruptions = [on.signal('go'), '<bpmn:errorEventDefinition/>'];
    return this.#interruptedBy({ ...task, xml: task.xml + beside }, interruptions);
  }
}

const LISTENERS = `<zeebe:executionListeners>${['start', 'end']
  .map((eventType) => `<zeebe:executionListener eventType="${eventType}" type="work" retries="1"/>`)
  .join('')}</zeebe:executionListeners>`;
const TASK_LISTENERS = `<zeebe:taskListeners>${['creating', 'completing', 'canceling']
  .map((eventType) => `<zeebe:taskListener eventType="${eventType}" type="work" retries="1"/>`)
  .join('')}</zeebe:taskListeners>`;

const LOOP = (isSequential: boolean) =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;

/** A process of that content, all of whose ids end in `suffix`. */
export function writeProcess(id: string, content: Block, suffix: string): string {
  return new Writer(suffix).process(id, content);
}
