import type { FeelExpression } from '../feel/index.ts';

/** A decision file that can be evaluated. */
export interface DecisionModel {
  /** Id of the decision requirements: the `definitions` element. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** The decisions in the order of the file. */
  readonly decisions: readonly Decision[];
  readonly knowledge: ReadonlyMap<string, BusinessKnowledge>;
}

/** One decision of a file. */
export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly versionTag?: string;
  /** The name under which decisions that require this one read its result, besides its id. */
  readonly resultName?: string;
  readonly logic: DecisionTable | LiteralDecision;
  /** Ids of the decisions that are evaluated before this one. */
  readonly requiredDecisions: readonly string[];
  /** Ids of the business knowledge models whose functions this decision may call. */
  readonly requiredKnowledge: readonly string[];
}

/** A decision that is one expression. */
export interface LiteralDecision {
  readonly kind: 'LITERAL_EXPRESSION';
  readonly expression: FeelExpression;
  readonly type?: ValueType;
}

/** A function that decisions share. */
export interface BusinessKnowledge {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: FeelExpression;
  readonly requiredKnowledge: readonly string[];
}

/** The hit policies that can be evaluated. */
export type HitPolicy = 'UNIQUE' | 'ANY' | 'FIRST' | 'RULE ORDER' | 'COLLECT';

/** How COLLECT combines the outputs of all matching rules. */
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

/** A decision that is a table of rules. */
export interface DecisionTable {
  readonly kind: 'DECISION_TABLE';
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** A column of the table that tests a value. */
export interface TableInput {
  readonly id: string;
  /** The label, else the text of the expression. */
  readonly name: string;
  readonly expression: FeelExpression;
  readonly type?: ValueType;
}

/** A column of the table that gives a value. */
export interface TableOutput {
  readonly id: string;
  /** The member of the result when the table has several outputs. */
  readonly name: string;
  /** The label, else the name: how a person knows the column. */
  readonly label: string;
  readonly type?: ValueType;
  /** Given when no rule matches. */
  readonly defaultEntry?: FeelExpression;
}

/** A row of the table. An entry that is absent always matches, or gives null. */
export interface TableRule {
  readonly id: string;
  readonly inputEntries: readonly (FeelExpression | undefined)[];
  readonly outputEntries: readonly (FeelExpression | undefined)[];
}

/** The types that a column or a decision may declare; a value of another type fails the evaluation, null passes. */
export type ValueType =
  | 'string'
  | 'boolean'
  | 'number'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'dayTimeDuration'
  | 'yearMonthDuration';

/** Something that keeps a decision file from being deployed. */
export interface DecisionProblem {
  readonly elementId?: string;
  readonly message: string;
}
