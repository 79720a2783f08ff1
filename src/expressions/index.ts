// The expression language of workflow definitions: templates in, values out.
export { analyse, type Analysis, type AnalysisError, type Reference, type TemplatePlace } from './analyse.js';
export type { Access, Call, Expression, Literal } from './ast.js';
export { compile, type Compiled, evaluate } from './compile.js';
export { isEnvelope } from './content.js';
export { type Context, contextScope } from './context.js';
export { contextKinds } from './context-kinds.js';
export { JsonReadError, readJson } from './dotnet/json-reader.js';
export { type ErrorDetails, ExpressionError, type ExpressionErrorCode, invalidTemplate, type Span } from './error.js';
export { type FunctionRow, nameOf, type ReferenceKind, signatureOf } from './function.js';
export { findFunction, functionGroups, functions } from './functions/index.js';
export type { Dialect, Scope } from './scope.js';
export { withIndex, withProperty } from './dotnet/json-path.js';
export { parseTemplate, type Template, type TemplateExpression, type TemplatePart } from './template.js';
export { stringOf } from './text.js';
