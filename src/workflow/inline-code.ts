// What the code of a JavaScriptCode action needs to know. The service finds the names of actions when a workflow is saved, by
// reading the code (documented; how exactly is known from its own sources): `workflowContext.actions.Name`, with a dot,
// and by way of a variable that was declared as `workflowContext` or `workflowContext.actions`.
import { isArray, isObject, ownAnyCase, type Json } from '../json.js';
import { limits } from './limits.js';
import { listed } from './names.js';
import type { Field } from './reading.js';
import type { Report } from './report.js';

/** What `workflowContext` must hold for a piece of code. */
export interface CodeDependencies {
  /** Names of actions as the inputs have them, in any case; in a comment of the code, one may not even exist. */
  readonly actions: readonly string[];
  readonly trigger: boolean;
}

/** What the code of a JavaScriptCode action refers to, and what its inputs say that it needs besides. */
export function dependenciesOf(inputs: Json): CodeDependencies {
  const { code, explicit, trigger } = read(inputs);
  const mentions = mentionsIn(code);
  const actions = new Set([...explicit, ...mentions.actions.map((each) => each.name)]);
  return { actions: [...actions], trigger: trigger || mentions.trigger };
}

/** Warns of what runs here and would not in the service. */
export function checkCode(inputs: Field | undefined, report: Report): void {
  if (!inputs) return;
  const { code, explicit } = read(inputs.value);
  const { actions } = mentionsIn(code);
  const seen = new Set([...explicit, ...actions.filter(({ bracketed }) => !bracketed).map((each) => each.name)]);
  const unseen = [...new Set(actions.map((each) => each.name).filter((each) => !seen.has(each)))];
  if (unseen.length > 0) {
    report.warn({
      code: 'MissingDependency',
      message: `The service does not find ${listed(unseen)} in the code: it looks for names after a dot, not in brackets.`,
      advice: `Add to the inputs: explicitDependencies: { actions: [${unseen.map((each) => JSON.stringify(each)).join(', ')}] }.`,
      pointer: inputs.pointer,
      at: 'key',
    });
  }
  if (code.length > limits.codeLength) {
    const message = `The code has ${code.length} characters; the service allows ${limits.codeLength}.`;
    report.warn({ code: 'LimitExceeded', message, pointer: inputs.pointer, at: 'key' });
  }
}

interface Read {
  readonly code: string;
  readonly explicit: readonly string[];
  readonly trigger: boolean;
}

function read(inputs: Json): Read {
  const property = (value: Json | undefined, name: string) =>
    value !== undefined && isObject(value) ? ownAnyCase(value, name) : undefined;
  const code = property(inputs, 'code');
  const dependencies = property(inputs, 'explicitDependencies');
  const actions = property(dependencies, 'actions');
  return {
    code: typeof code === 'string' ? code : '',
    explicit: isArray(actions) ? actions.filter((name) => typeof name === 'string') : [],
    trigger: property(dependencies, 'includeTrigger') === true,
  };
}

/** A name and the properties that are taken of it, one of the other: `workflowContext.actions['A']`. */
interface Chain {
  readonly root: string;
  readonly keys: readonly Key[];
  /** The variable that is declared as just this. */
  readonly variable?: string;
}

interface Key {
  readonly name: string;
  readonly bracketed: boolean;
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const [single, double] = [String.raw`'(?:[^'\\\n]|\\.)*'`, String.raw`"(?:[^"\\\n]|\\.)*"`];
const access = String.raw`\s*(?:\?\.|\.)\s*${name}|\s*(?:\?\.\s*)?\[\s*(?:${single}|${double})\s*\]`;
const chain = new RegExp(
  String.raw`(?:(?:var|let|const)\s+(?<variable>${name})\s*=\s*)?(?<![\p{ID_Continue}$]|(?<!\.\.)\.)(?<root>${name})` +
    String.raw`(?<path>(?:${access})*)(?<more>\s*[.[?(])?`,
  'gu',
);

/** What the code refers to. Comments are read too: one name too many does no harm. */
function mentionsIn(code: string): { readonly actions: readonly Key[]; readonly trigger: boolean } {
  const chains = [...code.matchAll(chain)].map(chainOf);
  const contexts = new Set(['workflowContext', ...variables(chains, 0, ({ root }) => root === 'workflowContext')]);
  const ofContext = ({ root, keys }: Chain, property: string) => contexts.has(root) && keys[0]?.name === property;
  const collections = new Set(variables(chains, 1, (each) => ofContext(each, 'actions')));
  return {
    actions: chains.flatMap((each) => {
      const found = ofContext(each, 'actions') ? each.keys[1] : collections.has(each.root) ? each.keys[0] : undefined;
      return found ?? [];
    }),
    trigger: chains.some((each) => ofContext(each, 'trigger')),
  };
}

function chainOf({ groups = {} }: RegExpMatchArray): Chain {
  const { variable, root = '', path = '', more } = groups;
  const keys = [...path.matchAll(new RegExp(access, 'gu'))].map(([text]) => keyOf(text));
  return { root, keys, ...(variable !== undefined && more === undefined && { variable }) };
}

/** `.name` or `['name']`, with whatever blanks and question marks. */
function keyOf(text: string): Key {
  const quoted = /['"](.*)['"]/s.exec(text)?.[1];
  return quoted === undefined
    ? { name: text.replace(/^[\s?.]+/, ''), bracketed: false }
    : { name: quoted.replace(/\\(.)/g, '$1'), bracketed: true };
}

/** The variables that are declared as a chain of so many keys. */
function variables(chains: readonly Chain[], keys: number, wanted: (chain: Chain) => boolean): readonly string[] {
  return chains.filter((each) => each.keys.length === keys && wanted(each)).flatMap(({ variable }) => variable ?? []);
}
