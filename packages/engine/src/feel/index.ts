export { compileExpression, compileUnaryTests } from './compile-expression.ts';
export type {
  FeelContext,
  FeelEnvironment,
  FeelExpression,
  FeelParseResult,
  FeelRawResult,
  FeelResult,
  FeelWarning,
  JsonValue,
} from './feel-expression.ts';
export { feelTypeOf } from './feel-type-of.ts';
export type { ModelProperty, PropertyParseResult } from './parse-property.ts';
export { parseProperty } from './parse-property.ts';
export { randomUuid } from './random-uuid.ts';
export { toJsonValue } from './to-json-value.ts';
