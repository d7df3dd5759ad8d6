/** What a model of the corpus must do: hold these definitions, or be refused. */
export type Expectation =
  | { readonly definitions: readonly string[]; readonly begin?: Beginning }
  | { readonly refused: readonly [elementId: string, reason: RegExp] };

/** How its processes are brought to life; without one, an instance of each is created. */
export type Beginning = { readonly message: string } | { readonly create: readonly string[] };

const holds = (...definitions: string[]): Expectation => ({ definitions });

/** The variables that every instance gets. */
export const variables = {
  orderId: 'order-1',
  items: [1, 2, 3],
  amount: 3,
  approved: true,
  round: 0,
  results: [],
};

/** One line for each model. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'auto-layout/forty-branches.bpmn': holds('forty-branches'),
  'auto-layout/inclusive-choice.bpmn': holds('inclusive-choice'),
  'auto-layout/loop-back.bpmn': holds('loop-back'),
  'auto-layout/sixty-jobs.bpmn': holds('sixty-jobs'),
  'bpmn-js/boundary-events.bpmn': holds('boundary-events'),
  'bpmn-js/call-and-rules.bpmn': holds('call-and-rules'),
  'bpmn-js/event-race.bpmn': holds('event-race'),
  'bpmn-js/event-sub-process.bpmn': holds('event-sub-process'),
  'bpmn-js/fork-and-join.bpmn': holds('fork-and-join'),
  'bpmn-js/one-task.bpmn': holds('one-task'),
  'bpmn-js/pools-and-lanes.bpmn': holds('pools-and-lanes'),
  'bpmn-js/replaced-and-annotated.bpmn': holds('replaced-and-annotated'),
  'bpmn-js/sub-process.bpmn': holds('sub-process'),
  'bpmn-js/user-approval.bpmn': holds('user-approval'),
  'encoded/byte-order-mark.bpmn': holds('Prüfung_žluťoučký'),
  'encoded/crlf-and-byte-order-mark.dmn': holds('double'),
  'encoded/crlf.bpmn': holds('Prüfung_žluťoučký'),
  'encoded/latin-1.bpmn': holds('Prüfung_elueoueký'),
  'encoded/no-declaration.bpmn': holds('Prüfung_žluťoučký'),
  'encoded/utf-16-big-endian.bpmn': holds('Prüfung_žluťoučký'),
  'encoded/utf-16-little-endian.bpmn': holds('Prüfung_žluťoučký'),
  'moddle/discount-file.dmn': holds('discount'),
  'moddle/escalation.bpmn': holds('escalation-process'),
  'moddle/five-hundred-tasks.bpmn': holds('five-hundred-tasks'),
  'moddle/reaction-file.dmn': holds('rating', 'reaction'),
  'moddle/sum-file.dmn': holds('points'),
  'moddle/thirty-levels.bpmn': holds('thirty-levels'),
  'moddle/three-hundred-rules-file.dmn': holds('row'),
  'written/ad-hoc.bpmn': holds('ad-hoc'),
  'written/artifacts.bpmn': holds('artifacts'),
  'written/comments-and-instructions.bpmn': holds('comments'),
  'written/compensation.bpmn': holds('compensation'),
  'written/conditions.bpmn': holds('conditions'),
  'written/empty.dmn': { refused: ['empty-file', /no decision/] },
  'written/errors.bpmn': holds('errors'),
  'written/foreign-extensions.bpmn': holds('foreign'),
  'written/knowledge.dmn': holds('fourfold'),
  'written/links.bpmn': holds('links'),
  'written/listeners.bpmn': holds('listeners'),
  'written/literal.dmn': holds('double'),
  'written/message-start.bpmn': { definitions: ['message-start'], begin: { message: 'corpus-begin' } },
  'written/multi-instance.bpmn': holds('multi-instance'),
  'written/non-ascii.bpmn': holds('Prüfung_žluťoučký'),
  'written/non-ascii.dmn': holds('Maß', 'Übermaß'),
  'written/not-executable.bpmn': { refused: ['file', /at least one executable process/] },
  'written/one-line.bpmn': holds('one-line'),
  'written/only-gateways.bpmn': holds('only-gateways'),
  'written/prefix-bpmn2.bpmn': holds('prefix-bpmn2'),
  'written/prefix-model.bpmn': holds('prefix-model'),
  'written/prefix-none.bpmn': holds('prefix-none'),
  'written/prefix-semantic.bpmn': holds('prefix-semantic'),
  'written/several-processes.bpmn': holds('several-a', 'several-b'),
  'written/signals.bpmn': { definitions: ['signals', 'signal-start'], begin: { create: ['signals'] } },
  'written/timers.bpmn': { definitions: ['timers', 'timer-start'], begin: { create: ['timers'] } },
};
