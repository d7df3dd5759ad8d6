import BpmnModeler from 'bpmn-js/lib/Modeler';
import behaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud/index.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const empty = (id) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start"/></bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1"><bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="${id}">
    <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="160" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** A pen over one modeler, which draws as a hand in the editor does: append, attach, connect, set properties. */
class Pen {
  constructor(modeler) {
    for (const name of ['elementRegistry', 'elementFactory', 'modeling', 'bpmnFactory', 'bpmnReplace']) {
      this[name] = modeler.get(name);
    }
  }

  at(id) {
    return this.elementRegistry.get(id);
  }

  rename(shape, id, name) {
    this.modeling.updateProperties(shape, { id, ...(name === undefined ? {} : { name }) });
    return this.at(id);
  }

  append(source, id, type, more = {}) {
    const { name, ...attributes } = more;
    const shape = this.elementFactory.createShape({ type: `bpmn:${type}`, ...attributes });
    return this.rename(this.modeling.appendShape(this.at(source), shape), id, name);
  }

  inside(parent, id, type, x, y, more = {}) {
    const { name, ...attributes } = more;
    const shape = this.elementFactory.createShape({ type: `bpmn:${type}`, ...attributes });
    return this.rename(this.modeling.createShape(shape, { x, y }, this.at(parent)), id, name);
  }

  attach(host, id, event, more = {}) {
    const target = this.at(host);
    const shape = this.elementFactory.createShape({
      type: 'bpmn:BoundaryEvent',
      eventDefinitionType: `bpmn:${event}EventDefinition`,
      ...more,
    });
    const place = { x: target.x + target.width / 2, y: target.y + target.height };
    return this.rename(this.modeling.createShape(shape, place, target, { attach: true }), id);
  }

  connect(source, target, condition) {
    const flow = this.modeling.connect(this.at(source), this.at(target));
    if (condition !== undefined) {
      const body = `=${condition}`;
      const conditionExpression = this.bpmnFactory.create('bpmn:FormalExpression', { body });
      this.modeling.updateProperties(flow, { conditionExpression });
    }
    return flow;
  }

  /** Adds extension elements: `extend('task', ['zeebe:TaskDefinition', { type: 'work' }])`. */
  extend(id, ...extensions) {
    const values = extensions.map(([type, attributes]) => this.bpmnFactory.create(type, attributes));
    const extensionElements = this.bpmnFactory.create('bpmn:ExtensionElements', { values });
    this.modeling.updateProperties(this.at(id), { extensionElements });
  }

  job(id, type) {
    this.extend(id, ['zeebe:TaskDefinition', { type }]);
  }

  root(type, attributes) {
    const element = this.bpmnFactory.create(type, attributes);
    const process = this.elementRegistry.find((shape) => shape.type === 'bpmn:Process');
    const definitions = (process ?? this.elementRegistry.find((shape) => shape.type === 'bpmn:Collaboration'))
      .businessObject.$parent;
    element.$parent = definitions;
    definitions.get('rootElements').push(element);
    return element;
  }

  event(id, attributes) {
    const shape = this.at(id);
    this.modeling.updateModdleProperties(shape, shape.businessObject.eventDefinitions[0], attributes);
  }

  timer(id, member, body) {
    this.event(id, { [member]: this.bpmnFactory.create('bpmn:FormalExpression', { body }) });
  }

  message(name, correlationKey) {
    const values =
      correlationKey === undefined ? [] : [this.bpmnFactory.create('zeebe:Subscription', { correlationKey })];
    const extensionElements = this.bpmnFactory.create('bpmn:ExtensionElements', { values });
    return this.root('bpmn:Message', { id: `Message_${name}`, name, extensionElements });
  }
}

const drawings = {
  'one-task': (pen) => {
    pen.append('start', 'task', 'ServiceTask', { name: 'Do it' });
    pen.job('task', 'work');
    pen.append('task', 'end', 'EndEvent');
  },
  'user-approval': (pen) => {
    pen.append('start', 'approve', 'UserTask', { name: 'Approve the invoice' });
    pen.extend(
      'approve',
      ['zeebe:UserTask', {}],
      ['zeebe:AssignmentDefinition', { candidateGroups: 'accounting' }],
    );
    pen.append('approve', 'approved', 'ExclusiveGateway', { name: 'Approved?' });
    pen.append('approved', 'pay', 'SendTask', { name: 'Pay' });
    pen.job('pay', 'pay');
    pen.append('pay', 'paid', 'EndEvent', { name: 'Paid' });
    pen.append('approved', 'rejected', 'EndEvent', { name: 'Rejected' });
    const [yes, no] = pen.at('approved').outgoing;
    pen.modeling.updateProperties(pen.at('approved'), { default: no.businessObject });
    const conditionExpression = pen.bpmnFactory.create('bpmn:FormalExpression', { body: '=approved = true' });
    pen.modeling.updateProperties(yes, { conditionExpression });
  },
  'fork-and-join': (pen) => {
    pen.append('start', 'fork', 'ParallelGateway');
    for (const name of ['left', 'middle', 'right']) {
      pen.append('fork', name, 'ServiceTask', { name });
      pen.job(name, 'side');
    }
    pen.append('left', 'join', 'ParallelGateway');
    pen.connect('middle', 'join');
    pen.connect('right', 'join');
    pen.append('join', 'end', 'EndEvent');
  },
  'boundary-events': (pen) => {
    pen.append('start', 'task', 'ServiceTask', { name: 'Ship' });
    pen.job('task', 'ship');
    pen.append('task', 'end', 'EndEvent');
    pen.attach('task', 'late', 'Timer', { cancelActivity: false });
    pen.timer('late', 'timeDuration', 'P1D');
    pen.append('late', 'remind', 'ServiceTask', { name: 'Remind' });
    pen.job('remind', 'remind');
    pen.append('remind', 'reminded', 'EndEvent');
    pen.attach('task', 'broken', 'Error');
    pen.event('broken', {
      errorRef: pen.root('bpmn:Error', { id: 'Error_broken', name: 'broken', errorCode: 'broken' }),
    });
    pen.append('broken', 'failed', 'EndEvent');
  },
  'event-race': (pen) => {
    pen.append('start', 'race', 'EventBasedGateway');
    pen.append('race', 'paid', 'IntermediateCatchEvent', {
      eventDefinitionType: 'bpmn:MessageEventDefinition',
      name: 'paid',
    });
    pen.event('paid', { messageRef: pen.message('payment', '=orderId') });
    pen.append('race', 'tired', 'IntermediateCatchEvent', {
      eventDefinitionType: 'bpmn:TimerEventDefinition',
      name: 'two days',
    });
    pen.timer('tired', 'timeDuration', '=duration("P2D")');
    pen.append('paid', 'happy', 'EndEvent');
    pen.append('tired', 'sad', 'EndEvent', { eventDefinitionType: 'bpmn:TerminateEventDefinition' });
  },
  'sub-process': (pen) => {
    pen.append('start', 'sub', 'SubProcess', { isExpanded: true, name: 'Pack all' });
    const { x, y } = pen.at('sub');
    pen.inside('sub', 'inner-start', 'StartEvent', x + 40, y + 100);
    pen.append('inner-start', 'pack', 'ServiceTask', { name: 'Pack' });
    pen.job('pack', 'pack');
    pen.append('pack', 'packed', 'EndEvent');
    const loop = pen.bpmnFactory.create('bpmn:MultiInstanceLoopCharacteristics', {});
    loop.extensionElements = pen.bpmnFactory.create('bpmn:ExtensionElements', {
      values: [
        pen.bpmnFactory.create('zeebe:LoopCharacteristics', {
          inputCollection: '=items',
          inputElement: 'item',
        }),
      ],
    });
    pen.modeling.updateProperties(pen.at('sub'), { loopCharacteristics: loop });
    pen.append('sub', 'end', 'EndEvent');
  },
  'pools-and-lanes': (pen) => {
    const process = pen.elementRegistry.find(({ type }) => type === 'bpmn:Process');
    const pool = pen.elementFactory.createParticipantShape({ isExpanded: true });
    const seller = pen.rename(
      pen.modeling.createShape(pool, { x: 350, y: 120 }, process),
      'seller',
      'Seller',
    );
    pen.modeling.addLane(seller, 'bottom');
    const other = pen.elementFactory.createParticipantShape({ isExpanded: false });
    const buyer = pen.modeling.createShape(other, { x: 350, y: 520 }, seller.parent);
    pen.rename(buyer, 'buyer', 'Buyer');
    pen.append('start', 'sell', 'ServiceTask', { name: 'Sell' });
    pen.job('sell', 'sell');
    pen.append('sell', 'sold', 'EndEvent');
    pen.connect('sell', 'buyer');
  },
  'call-and-rules': (pen) => {
    pen.append('start', 'call', 'CallActivity', { name: 'Another' });
    pen.extend('call', ['zeebe:CalledElement', { processId: 'one-task', propagateAllChildVariables: false }]);
    pen.append('call', 'rate', 'BusinessRuleTask', { name: 'Rate' });
    pen.extend('rate', ['zeebe:CalledDecision', { decisionId: 'discount', resultVariable: 'discount' }]);
    pen.append('rate', 'sum', 'ScriptTask', { name: 'Sum' });
    pen.extend('sum', ['zeebe:Script', { expression: '=1 + 2', resultVariable: 'sum' }]);
    pen.append('sum', 'end', 'EndEvent');
  },
  'event-sub-process': (pen) => {
    pen.append('start', 'wait', 'ReceiveTask', { name: 'Wait' });
    const bo = pen.at('wait').businessObject;
    pen.modeling.updateModdleProperties(pen.at('wait'), bo, { messageRef: pen.message('go-on', '=orderId') });
    pen.append('wait', 'end', 'EndEvent');
    const process = pen.elementRegistry.find(({ type }) => type === 'bpmn:Process');
    pen.inside(process.id, 'on-timer', 'SubProcess', 400, 400, { triggeredByEvent: true, isExpanded: true });
    const { x, y } = pen.at('on-timer');
    pen.inside('on-timer', 'tick', 'StartEvent', x + 40, y + 100, {
      eventDefinitionType: 'bpmn:TimerEventDefinition',
      isInterrupting: false,
    });
    pen.timer('tick', 'timeCycle', 'R2/PT1H');
    pen.append('tick', 'note', 'ServiceTask');
    pen.job('note', 'note');
    pen.append('note', 'noted', 'EndEvent');
  },
  'replaced-and-annotated': (pen) => {
    pen.append('start', 'first', 'Task');
    pen.append('first', 'second', 'Task');
    pen.append('second', 'end', 'EndEvent');
    pen.bpmnReplace.replaceElement(pen.at('second'), { type: 'bpmn:ManualTask' });
    const { x, y, parent } = pen.at('first');
    const note = pen.elementFactory.createShape({ type: 'bpmn:TextAnnotation' });
    pen.modeling.appendShape(pen.at('first'), note, { x: x + 150, y: y - 80 });
    pen.modeling.updateProperties(note, { text: 'First & <foremost>' });
    pen.modeling.createShape({ type: 'bpmn:DataObjectReference' }, { x, y: y + 200 }, parent);
    pen.modeling.createShape({ type: 'bpmn:DataStoreReference' }, { x: x + 100, y: y + 200 }, parent);
    pen.modeling.createShape({ type: 'bpmn:Group' }, { x: x + 50, y: y + 50 }, parent);
  },
};

/** Draws one model, and gives its XML as the editor saves it. */
globalThis.draw = async (name) => {
  const modeler = new BpmnModeler({
    container: '#canvas',
    moddleExtensions: { zeebe },
    additionalModules: [behaviors],
  });
  await modeler.importXML(empty(name));
  drawings[name](new Pen(modeler));
  const { xml } = await modeler.saveXML({ format: true });
  modeler.destroy();
  return xml;
};

globalThis.drawings = Object.keys(drawings);
