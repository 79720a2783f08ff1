// What of a request is not as its swagger says. A service is held to its types and to what it requires; whether it takes other
// choices, longer texts and what is not described is not known, and that is told of only.
import { isJsonType } from '../content.js';
import { own, stringifyJson, type Json } from '../json.js';
import {
  holdArguments,
  rangeText,
  type InputFault,
  type Match,
  type Parameter,
  type Request,
} from '../swagger/index.js';
import { didYouMean } from '../workflow/index.js';

/** A fault of a request in a sentence, and whether a service would refuse it. */
export interface Unfit {
  readonly said: string;
  readonly isRefused: boolean;
}

/** The faults of a request. A body to which policies give another shape is not held to the swagger. */
export function unfitIn(
  { operation, arguments: given }: Match,
  request: Request,
  isReshaped: boolean,
): readonly Unfit[] {
  const { body, parameters, consumes } = operation;
  const absent = parameters.filter((each) => isMissing(each, own(given[each.in], each.name)));
  const type = request.headers?.['content-type'] ?? consumes[0] ?? 'application/json';
  const isHeld = isJsonType(type) && !isReshaped;
  const held = holdArguments(operation, { ...given, body: isHeld ? given.body : undefined });
  return [
    ...absent.map(({ name }) => refused(`'${name}' is missing.`)),
    ...(body ? ofBody(body.required, type, given.body, request, consumes) : []),
    ...held.faults.map(ofFault),
  ];
}

function refused(said: string): Unfit {
  return { said, isRefused: true };
}

/** Path variables are always there. A header whose name HTTP does not have cannot come; published swaggers have some. */
function isMissing({ name, in: place, required, default: preset }: Parameter, value: Json | undefined): boolean {
  const canCome = place !== 'header' || /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name);
  return required && canCome && value === undefined && preset === undefined;
}

function ofBody(
  isRequired: boolean,
  type: string,
  read: Json | undefined,
  { body: content = '' }: Request,
  consumes: readonly string[],
): readonly Unfit[] {
  if (content.length === 0) return isRequired ? [refused('The body is missing.')] : [];
  if (isJsonType(type)) return read === undefined ? [refused('The body is not JSON.')] : [];
  const isConsumed = consumes.length === 0 || consumes.some((each) => bare(each) === bare(type));
  const said = `The body is ${bare(type)}, and the operation takes ${consumes.join(', ')}.`;
  return isConsumed ? [] : [{ said, isRefused: false }];
}

function bare(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

function ofFault(fault: InputFault): Unfit {
  const name = `'${fault.path.join('/')}'`;
  switch (fault.kind) {
    case 'type':
      return refused(`${name} must be of type ${fault.expected}, and is ${shown(fault.value)}.`);
    case 'missing':
      return refused(`${name} is missing.`);
    case 'empty':
      return refused(`${name} is a part of the address, and is empty.`);
    case 'length':
      return { said: `${name} may have ${fault.limit} characters, and has ${fault.length}.`, isRefused: false };
    case 'choice': {
      const choices = fault.choices.map(shown).join(', ');
      return { said: `${name} is ${shown(fault.value)}, which is none of ${choices}.`, isRefused: false };
    }
    case 'range':
      return { said: `${name} is ${shown(fault.value)}; its range: ${rangeText(fault)}.`, isRefused: false };
    case 'unknown': {
      const advice = didYouMean(fault.path.at(-1) ?? '', fault.known);
      return { said: `${name} is not described.${advice === undefined ? '' : ` ${advice}`}`, isRefused: false };
    }
  }
}

function shown(value: Json): string {
  const text = stringifyJson(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
