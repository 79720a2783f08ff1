// What Power Automate says of inputs that it does not take. Reported in public are the messages of a type, of a property that
// is missing and of an empty part of the address, and their codes; the one of a length only in part.
import { stringifyJson } from '../json.js';
import type { InputFault } from './inputs.js';
import type { Operation } from './operation.js';

/** The code of a failed action, and the details of its message. */
export interface InputRefusal {
  readonly code: string;
  readonly detail: string;
}

/** Why an action with these faults fails before it sends anything; undefined where it does not. */
export function inputRefusal(operation: Operation, faults: readonly InputFault[]): InputRefusal | undefined {
  return faults.map((fault) => refusalOf(operation, fault, faults)).find((each) => each !== undefined);
}

function refusalOf({ id }: Operation, fault: InputFault, all: readonly InputFault[]): InputRefusal | undefined {
  const at = nameOf(fault);
  switch (fault.kind) {
    case 'type': {
      const [expected, value] = [`'${fault.expected}'`, stringifyJson(fault.value)];
      const detail = `Input parameter '${at}' is required to be of type ${expected}. The runtime value '${value}' to be converted doesn't have the expected format ${expected}.`;
      return { code: 'OpenApiOperationParameterTypeConversionFailed', detail };
    }
    case 'empty': {
      const names = all.filter(({ kind }) => kind === 'empty').map(nameOf);
      const detail = `The resolved string values for the following parameters are invalid, they may not be null or empty: '${names.join(', ')}'`;
      return { code: 'WorkflowOperationParametersRuntimeMissingValue', detail };
    }
    case 'length': {
      const detail = `The API operation '${id}' requires the property '${at}' to be of maximum length '${fault.limit}' but is of length '${fault.length}'.`;
      return { code: 'OpenApiOperationParameterValidationFailed', detail };
    }
    case 'missing': {
      const detail = `The API operation '${id}' is missing required property '${at}'.`;
      return { code: 'OpenApiOperationParameterValidationFailed', detail };
    }
    default:
      return undefined;
  }
}

function nameOf({ path }: InputFault): string {
  return path.join('/');
}
