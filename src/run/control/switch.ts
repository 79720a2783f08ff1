import { equal, kindOf, type Json } from '../../json.js';
import type { SwitchNode } from '../../workflow/index.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import { conditionFailure, failed, typeName } from '../settlement.js';
import { openBranch } from './branches.js';

/** A Switch: the case whose value equals the expression's, in type and letter, or else the default. */
export function beginSwitch(x: Execution, node: SwitchNode, machine: Machine): void {
  let value: Json;
  try {
    value = machine.evaluate(x, node.expression);
  } catch (error) {
    machine.refuse(x, conditionFailure(node.name, error));
    return;
  }
  const kind = kindOf(value);
  if (kind !== 'String' && kind !== 'Integer') return machine.refuse(x, wrongKind(node, value));
  machine.run(x, { expressionResult: value });
  const other = node.cases.find((each) => kindOf(each.value) !== kind);
  if (other) return failBranches(x, value, other.value, machine);
  const chosen = node.cases.findIndex((each) => equal(each.value, value));
  const start = chosen < 0 ? lengthOf(node, node.cases.length) : lengthOf(node, chosen);
  const length = chosen < 0 ? node.otherwise.length : (node.cases[chosen]?.actions.length ?? 0);
  openBranch(x, x.planned.children.slice(start, start + length), machine);
}

/** How many actions stand in the first cases: children are in the order of the branches, the default's last. */
function lengthOf({ cases }: SwitchNode, first: number): number {
  return cases.slice(0, first).reduce((sum, { actions }) => sum + actions.length, 0);
}

/** The words after "is of type" are measured in Power Automate, the ones before are those of Foreach. */
function wrongKind({ name, expression }: SwitchNode, value: Json) {
  const shown = typeof expression === 'string' ? expression : JSON.stringify(expression);
  return failed(
    'ExpressionEvaluationFailed',
    `The execution of template action '${name}' failed: the result of the evaluation of 'expression' expression '${shown}' is of type '${typeName(value)}' but is expected to be a value of type 'String, Integer'.`,
  );
}

/** A case of another type than the expression fails the actions of every branch (measured in Power Automate). */
function failBranches(x: Execution, value: Json, other: Json, machine: Machine): void {
  const message = `The template language function 'strongEquals' expects parameters of same type. The provided values are of type '${kindOf(value)}' and '${kindOf(other)}'.`;
  for (const child of x.planned.children) machine.skip(x.frame, child, failed('InternalServerError', message));
  machine.open(x, []);
}
