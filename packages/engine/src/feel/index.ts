export { compileExpression } from './compile-expression.ts';
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
export type { ModelProperty, PropertyParseResult } from './parse-property.ts';
export { parseProperty } from './parse-property.ts';
