import { type DmnElement, DmnModdle } from 'dmn-moddle';
import { API_ID } from '../xml/api-id.ts';
import { describeXmlError } from '../xml/describe-xml-error.ts';
import { ForeignIds } from '../xml/foreign-ids.ts';
import { checkRequirements } from './check-requirements.ts';
import type {
  BusinessKnowledge,
  Decision,
  DecisionModel,
  DecisionProblem,
  LiteralDecision,
} from './decision-model.ts';
import { elementMember, listMember, textMember } from './dmn-access.ts';
import { ProblemList } from './problem-list.ts';
import { readDecisionTable } from './read-decision-table.ts';
import { requiredIds } from './required-ids.ts';
import { readValueType } from './value-type.ts';

const ID_RULE = 'the id must have letters, digits, _, - and . only, and begin with a letter or _';

const modelNamespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** The model namespaces of DMN 1.1, 1.2, 1.4 and 1.5: what is evaluated here is the same in all, and the reader knows 1.3. */
const otherNamespaces =
  /(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101\/dmn\.xsd|(?:20180521|20211108|20230324)\/MODEL\/)\1/g;

const extensions = {
  name: 'Zeebe',
  prefix: 'zeebe',
  uri: 'http://camunda.org/schema/zeebe/1.0',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'VersionTag',
      superClass: ['Element'],
      properties: [{ name: 'value', isAttr: true, type: 'String' }],
    },
  ],
};

const moddle = new DmnModdle({ zeebe: extensions });

/** What reading a file gave: the model, or everything that is wrong with it. */
export type DecisionModelResult =
  | { readonly ok: true; readonly model: DecisionModel }
  | { readonly ok: false; readonly problems: readonly DecisionProblem[] };

/** Reads a DMN file and checks that all of it can be evaluated. Never throws for the content of the file. */
export async function readDecisionModel(xml: string): Promise<DecisionModelResult> {
  const problems = new ProblemList();
  const definitions = await parse(xml, problems);
  if (definitions === undefined) return { ok: false, problems: problems.problems };
  if (definitions.id === undefined) problems.add(undefined, 'the definitions element needs an id');
  else if (!API_ID.test(definitions.id)) problems.add(definitions.id, ID_RULE);
  const elements = listMember(definitions, 'drgElement');
  const decisionElements = elements.filter(({ $type }) => $type === 'dmn:Decision');
  if (decisionElements.length === 0) problems.add(definitions.id, 'the file holds no decision');
  const knowledgeElements = elements.filter(({ $type }) => $type === 'dmn:BusinessKnowledgeModel');
  const decisions = decisionElements.map((element) => readDecision(element, problems));
  const knowledge = knowledgeElements.map((element) => readKnowledge(element, problems));
  checkRequirements([...decisionElements, ...knowledgeElements], problems);
  if (problems.problems.length > 0) return { ok: false, problems: problems.problems };
  return {
    ok: true,
    model: {
      id: definitions.id ?? '',
      name: definitions.name ?? '',
      namespace: textMember(definitions, 'namespace') ?? '',
      decisions: decisions.filter((decision) => decision !== undefined),
      knowledge: new Map(knowledge.filter((entry) => entry !== undefined).map((entry) => [entry.id, entry])),
    },
  };
}

async function parse(xml: string, problems: ProblemList): Promise<DmnElement | undefined> {
  if (/<!DOCTYPE/i.test(xml)) {
    problems.add(undefined, 'a document type declaration is not allowed');
    return undefined;
  }
  const ids = new ForeignIds(xml.replaceAll(otherNamespaces, `$1${modelNamespace}$1`));
  try {
    const { rootElement, elementsById, warnings } = await moddle.fromXML(ids.xml);
    ids.restoreAll(elementsById);
    for (const { message } of warnings) {
      // Extension elements of other tools and diagram parts are not ours to judge; anything else would be lost silently.
      if (!/(?:unknown type|unrecognized element) <(?!dmn:)/.test(message))
        problems.add(undefined, ids.restore(describeXmlError(message)));
    }
    return rootElement;
  } catch (error) {
    problems.add(undefined, ids.restore(`the file is no DMN model: ${describeXmlError(error)}`));
    return undefined;
  }
}

function readDecision(element: DmnElement, problems: ProblemList): Decision | undefined {
  const { id } = element;
  if (id === undefined) {
    problems.add(undefined, `the decision '${element.name ?? ''}' needs an id`);
    return undefined;
  }
  if (!API_ID.test(id)) problems.add(id, ID_RULE);
  const logic = readLogic(element, id, problems);
  if (logic === undefined) return undefined;
  const tag = listMember(elementMember(element, 'extensionElements'), 'values').find(
    ({ $type }) => $type === 'zeebe:VersionTag',
  );
  const versionTag = textMember(tag, 'value');
  const resultName = elementMember(element, 'variable')?.name;
  return {
    id,
    name: element.name ?? id,
    ...(versionTag === undefined ? {} : { versionTag }),
    ...(resultName === undefined ? {} : { resultName }),
    logic,
    requiredDecisions: requiredIds(element, 'informationRequirement', 'requiredDecision'),
    requiredKnowledge: requiredIds(element, 'knowledgeRequirement', 'requiredKnowledge'),
  };
}

function readLogic(element: DmnElement, id: string, problems: ProblemList): Decision['logic'] | undefined {
  const logic = elementMember(element, 'decisionLogic');
  switch (logic?.$type) {
    case 'dmn:DecisionTable':
      return readDecisionTable(logic, id, problems);
    case 'dmn:LiteralExpression':
      return readLiteral(logic, element, problems);
    case undefined:
      problems.add(id, 'the decision has no decision table and no literal expression');
      return undefined;
    default:
      problems.add(id, `decision logic of the kind '${logic?.$type}' is not supported`);
      return undefined;
  }
}

function readLiteral(
  logic: DmnElement,
  decision: DmnElement,
  problems: ProblemList,
): LiteralDecision | undefined {
  const expression = problems.expression(logic, decision.id);
  if (expression === undefined) return undefined;
  const typeRef = textMember(elementMember(decision, 'variable'), 'typeRef') ?? textMember(logic, 'typeRef');
  const type = readValueType(typeRef);
  return { kind: 'LITERAL_EXPRESSION', expression, ...(type === undefined ? {} : { type }) };
}

function readKnowledge(element: DmnElement, problems: ProblemList): BusinessKnowledge | undefined {
  const { id } = element;
  const logic = elementMember(element, 'encapsulatedLogic');
  const body = elementMember(logic, 'body');
  if (id === undefined || body?.$type !== 'dmn:LiteralExpression') {
    problems.add(id, 'a business knowledge model needs an id and a literal expression as its logic');
    return undefined;
  }
  const expression = problems.expression(body, id);
  if (expression === undefined) return undefined;
  return {
    id,
    name: elementMember(element, 'variable')?.name ?? element.name ?? id,
    parameters: listMember(logic, 'formalParameter').map(({ name }) => name ?? ''),
    body: expression,
    requiredKnowledge: requiredIds(element, 'knowledgeRequirement', 'requiredKnowledge'),
  };
}
