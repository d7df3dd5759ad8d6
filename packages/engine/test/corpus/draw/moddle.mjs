import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { tool, write } from './tools.mjs';

/** Models that programs make: bpmn-moddle and dmn-moddle alone, and laid out by bpmn-auto-layout. */
const { layoutProcess } = await tool('bpmn-auto-layout');
const moddle = new BpmnModdle({ zeebe });

const make = (type, attributes = {}) => moddle.create(type, attributes);
const extended = (...values) => ({ extensionElements: make('bpmn:ExtensionElements', { values }) });
const job = (type) => extended(make('zeebe:TaskDefinition', { type }));
const formal = (body) => make('bpmn:FormalExpression', { body });

/** A process of `[type, id, attributes]` and of flows `'source target'` or `['source target', condition]`. */
function scopeOf(elements, flows) {
  const made = elements.map(([type, id, more = {}]) => make(`bpmn:${type}`, { id, name: id, ...more }));
  const byId = new Map(made.map((element) => [element.id, element]));
  for (const flow of flows) {
    const [ends, condition] = typeof flow === 'string' ? [flow] : flow;
    const [sourceRef, targetRef] = ends.split(' ').map((id) => byId.get(id));
    const more = condition === undefined ? {} : { conditionExpression: formal(condition) };
    const connection = make('bpmn:SequenceFlow', {
      id: `${ends.replace(' ', '-to-')}`,
      sourceRef,
      targetRef,
      ...more,
    });
    sourceRef.get('outgoing').push(connection);
    targetRef.get('incoming').push(connection);
    made.push(connection);
  }
  return made;
}

function chain(...ids) {
  return ids.slice(1).map((id, index) => `${ids[index]} ${id}`);
}

async function definitionsOf(id, flowElements, roots = []) {
  const process = make('bpmn:Process', { id, isExecutable: true, flowElements });
  const definitions = make('bpmn:Definitions', {
    id: `${id}-file`,
    targetNamespace: 'corpus',
    rootElements: [process, ...roots],
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}

async function plain(id, elements, flows, roots) {
  write(`moddle/${id}.bpmn`, await definitionsOf(id, scopeOf(elements, flows), roots));
}

async function laidOut(id, elements, flows, roots) {
  write(
    `auto-layout/${id}.bpmn`,
    await layoutProcess(await definitionsOf(id, scopeOf(elements, flows), roots)),
  );
}

const many = Array.from({ length: 500 }, (_, index) => `task-${index + 1}`);
await plain(
  'five-hundred-tasks',
  [['StartEvent', 'start'], ...many.map((id) => ['Task', id]), ['EndEvent', 'end']],
  chain('start', ...many, 'end'),
);
const jobs = many.slice(0, 60);
await laidOut(
  'sixty-jobs',
  [['StartEvent', 'start'], ...jobs.map((id) => ['ServiceTask', id, job('work')]), ['EndEvent', 'end']],
  chain('start', ...jobs, 'end'),
);
const branches = many.slice(0, 40);
await laidOut(
  'forty-branches',
  [
    ['StartEvent', 'start'],
    ['ParallelGateway', 'fork'],
    ...branches.map((id) => ['ServiceTask', id, job('branch')]),
    ['ParallelGateway', 'join'],
    ['EndEvent', 'end'],
  ],
  ['start fork', ...branches.flatMap((id) => [`fork ${id}`, `${id} join`]), 'join end'],
);
await laidOut(
  'inclusive-choice',
  [
    ['StartEvent', 'start'],
    ['InclusiveGateway', 'which'],
    ['ServiceTask', 'small', job('small')],
    ['ServiceTask', 'large', job('large')],
    ['InclusiveGateway', 'all'],
    ['EndEvent', 'end'],
  ],
  [
    'start which',
    ['which small', '=amount > 1'],
    ['which large', '=amount > 2'],
    'small all',
    'large all',
    'all end',
  ],
);
await laidOut(
  'loop-back',
  [
    ['StartEvent', 'start'],
    ['ExclusiveGateway', 'again'],
    [
      'ScriptTask',
      'count',
      extended(make('zeebe:Script', { expression: '=round + 1', resultVariable: 'round' })),
    ],
    ['ExclusiveGateway', 'enough'],
    ['EndEvent', 'end'],
  ],
  [
    'start again',
    'again count',
    'count enough',
    ['enough again', '=round < 5'],
    ['enough end', '=round >= 5'],
  ],
);

/** Sub-processes in each other, so many deep. */
function nested(depth) {
  const inner =
    depth === 0 ? ['Task', 'deepest'] : ['SubProcess', `level-${depth}`, { flowElements: nested(depth - 1) }];
  const start = `start-${depth}`;
  const end = `end-${depth}`;
  return scopeOf([['StartEvent', start], inner, ['EndEvent', end]], chain(start, inner[1], end));
}
write('moddle/thirty-levels.bpmn', await definitionsOf('thirty-levels', nested(30)));

const escalation = make('bpmn:Escalation', { id: 'escalation', name: 'too late', escalationCode: 'late' });
const inside = scopeOf(
  [
    ['StartEvent', 'inner-start'],
    [
      'IntermediateThrowEvent',
      'escalate',
      { eventDefinitions: [make('bpmn:EscalationEventDefinition', { escalationRef: escalation })] },
    ],
    ['ServiceTask', 'inner-task', job('inner')],
    ['EndEvent', 'inner-end'],
  ],
  chain('inner-start', 'escalate', 'inner-task', 'inner-end'),
);
const sub = make('bpmn:SubProcess', { id: 'sub', flowElements: inside });
const boundary = make('bpmn:BoundaryEvent', {
  id: 'escalated',
  attachedToRef: sub,
  cancelActivity: false,
  eventDefinitions: [make('bpmn:EscalationEventDefinition', { escalationRef: escalation })],
});
const around = scopeOf(
  [
    ['StartEvent', 'start'],
    ['EndEvent', 'end'],
    ['ServiceTask', 'tell', job('tell')],
    ['EndEvent', 'told'],
  ],
  ['tell told'],
);
const connect = (id, sourceRef, targetRef) => make('bpmn:SequenceFlow', { id, sourceRef, targetRef });
const byId = (id) => around.find((element) => element.id === id);
write(
  'moddle/escalation.bpmn',
  await definitionsOf(
    'escalation-process',
    [
      ...around,
      sub,
      boundary,
      connect('to-sub', byId('start'), sub),
      connect('from-sub', sub, byId('end')),
      connect('from-boundary', boundary, byId('tell')),
    ],
    [escalation],
  ),
);

const dmn = new DmnModdle();

async function decisions(id, drgElement) {
  const definitions = dmn.create('dmn:Definitions', { id, name: id, namespace: 'corpus', drgElement });
  write(`moddle/${id}.dmn`, (await dmn.toXML(definitions, { format: true })).xml);
}

/** A decision table of `[[condition, …], result]` rows over inputs. */
function table(id, hitPolicy, inputs, rules, more = {}) {
  const text = (value) => dmn.create('dmn:LiteralExpression', { text: value });
  const unary = (value) => dmn.create('dmn:UnaryTests', { text: value });
  return dmn.create('dmn:Decision', {
    id,
    name: id,
    decisionLogic: dmn.create('dmn:DecisionTable', {
      hitPolicy,
      ...more,
      input: inputs.map((input) =>
        dmn.create('dmn:InputClause', { id: `${id}-${input}`, inputExpression: text(input) }),
      ),
      output: [dmn.create('dmn:OutputClause', { id: `${id}-output`, name: id })],
      rule: rules.map(([conditions, result], index) =>
        dmn.create('dmn:DecisionRule', {
          id: `${id}-rule-${index + 1}`,
          inputEntry: conditions.map(unary),
          outputEntry: [text(result)],
        }),
      ),
    }),
  });
}

await decisions('discount-file', [
  table(
    'discount',
    'UNIQUE',
    ['amount'],
    [
      [['< 10'], '0'],
      [['[10..100)'], '5'],
      [['>= 100'], '10'],
    ],
  ),
]);
await decisions('sum-file', [
  table(
    'points',
    'COLLECT',
    ['amount'],
    [
      [['> 0'], '1'],
      [['> 1'], '2'],
      [['> 2'], '4'],
    ],
    { aggregation: 'SUM' },
  ),
]);
const rating = table(
  'rating',
  'FIRST',
  ['amount'],
  [
    [['> 2'], '"high"'],
    [['-'], '"low"'],
  ],
);
const reaction = table(
  'reaction',
  'UNIQUE',
  ['rating'],
  [
    [['"high"'], '"call"'],
    [['"low"'], '"wait"'],
  ],
);
reaction.informationRequirement = [
  dmn.create('dmn:InformationRequirement', {
    id: 'needs-rating',
    requiredDecision: dmn.create('dmn:DMNElementReference', { href: '#rating' }),
  }),
];
await decisions('reaction-file', [rating, reaction]);
const rows = Array.from({ length: 300 }, (_, index) => [[`${index}`], `"row ${index}"`]);
await decisions('three-hundred-rules-file', [table('row', 'UNIQUE', ['amount'], rows)]);
