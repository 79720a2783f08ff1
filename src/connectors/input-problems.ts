// What people read about the value of an input before a run.
import { isArray, isObject, stringifyJson, type Json } from '../json.js';
import { rangeText, type InputFault, type Operation } from '../swagger/index.js';
import { didYouMean, type Problem } from '../workflow/index.js';

/** A fault of an input's value, under the name that the flow gives it; none for what is missing, which has a place of its own. */
export function faultProblem(fault: InputFault, name: string, { id }: Operation, pointer: string): Problem[] {
  const input = `The input '${name}' of '${id}'`;
  const wrong = { severity: 'error', code: 'InvalidParameter', pointer } as const;
  const odd = { ...wrong, severity: 'warning' } as const;
  switch (fault.kind) {
    case 'type': {
      const { what, advice } = wordsFor(fault.expected);
      return [{ ...wrong, message: `${input} must be ${what}, and is ${described(fault.value)}.`, advice }];
    }
    case 'length': {
      const message = `${input} may have ${fault.limit} characters, and has ${fault.length}.`;
      return [{ ...wrong, message, advice: 'Shorten it.' }];
    }
    case 'empty':
      return [{ ...wrong, message: `${input} is a part of the address, and is empty.`, advice: 'Give it a value.' }];
    case 'choice': {
      const choices = fault.choices.map(shown);
      const advice = didYouMean(shown(fault.value), choices) ?? `Its choices: ${choices.join(', ')}.`;
      return [{ ...odd, message: `${input} is ${described(fault.value)}, which is none of its choices.`, advice }];
    }
    case 'range': {
      const message = `${input} is ${described(fault.value)}, which is outside its range.`;
      return [{ ...odd, message, advice: `Its range: ${rangeText(fault)}.` }];
    }
    case 'unknown': {
      const advice = didYouMean(fault.path.at(-1) ?? '', fault.known) ?? `Described are: ${fault.known.join(', ')}.`;
      return [
        {
          ...odd,
          code: 'UnknownParameter',
          at: 'key',
          message: `The operation '${id}' has no input '${name}'.`,
          advice,
        },
      ];
    }
    default:
      return [];
  }
}

interface Words {
  readonly what: string;
  readonly advice: string;
}

function wordsFor(expected: string): Words {
  const [type = ''] = expected.split('/');
  return words[expected] ?? words[type] ?? { what: expected, advice: 'Write one, or an expression that gives one.' };
}

const words: { readonly [expected: string]: Words } = {
  Integer: { what: 'a whole number', advice: 'Write it as a number, for example 5.' },
  Number: { what: 'a number', advice: 'Write it as a number, for example 1.5.' },
  Boolean: { what: 'true or false', advice: 'Write true or false.' },
  String: { what: 'a text', advice: 'Write a text.' },
  Array: { what: 'a list', advice: 'Put its items in brackets: [ … ].' },
  Object: { what: 'an object', advice: 'Write its properties, for example { "name": … }.' },
  'String/date': { what: 'a date', advice: 'Write it as 2026-01-31.' },
  'String/date-time': { what: 'a date with a time', advice: 'Write it as 2026-01-31T12:00:00Z.' },
  'String/date-no-tz': { what: 'a date with a time', advice: 'Write it as 2026-01-31T12:00:00.' },
  'String/email': { what: 'an e-mail address', advice: 'Write it as anna@example.com.' },
};

function described(value: Json): string {
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text '${value.length > 60 ? `${value.slice(0, 60)}…` : value}'`;
  if (isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : stringifyJson(value);
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
