import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionGroups, nameOf, signatureOf } from '../../src/expressions/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { answerToReads, readsOf } from '../../src/mocks/index.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import cases from './cases/reads.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly dialect?: 'power-automate';
  readonly of?: 'trigger';
  /** What the trigger, a request, has besides. */
  readonly trigger?: JsonObject;
  /** `Get` is the one that is read, an Http action; others without a type are Compose. */
  readonly actions: { readonly [name: string]: JsonObject };
  /** The properties of the outputs. */
  readonly reads: JsonObject;
}

/** One action after the other, with types and what else a definition needs. */
function filled(actions: JsonObject): JsonObject {
  const names = Object.keys(actions);
  const entries = Object.entries(actions).map(([name, given], at) => {
    const { actions: inner, cases: branches, else: other, ...action } = given as { readonly [key: string]: JsonObject };
    const isHttp = name === 'Get' || name === 'Other';
    return [
      name,
      {
        type: isHttp ? 'Http' : 'Compose',
        ...(isHttp && { inputs: { method: 'GET', uri: 'http://127.0.0.1' } }),
        runAfter: at === 0 ? {} : { [names[at - 1] ?? '']: ['Succeeded'] },
        ...action,
        ...(inner && { actions: filled(inner) }),
        ...(branches && { cases: branches }),
        ...(other && { else: { actions: filled(other['actions'] as JsonObject) } }),
      },
    ];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function workflowOf({ actions, dialect, trigger }: Pick<Case, 'actions' | 'dialect' | 'trigger'>) {
  const triggers = { manual: { type: 'Request', kind: 'Http', inputs: {}, ...trigger } };
  const definition = { triggers, actions: filled(actions) };
  const parsed = parseWorkflow(definition, { name: 'test', ...(dialect && { dialect }) });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.workflow;
}

const { workflow: _, ...groups } = functionGroups;

/** Any template, sensible or not, over some sources. */
function templatesOver(sources: readonly string[]): fc.Arbitrary<Json> {
  const { expression } = expressionsOver(sources);
  return fc.oneof(
    expression.map((each) => `@${each}`),
    expression.map((each) => `@{${each}}`),
    fc.tuple(expression, expression).map(([a, b]) => ({ a: [`@${a}`], [`@{${b}}`]: `@${a}` })),
  );
}

const expressionsOver = (sources: readonly string[]) =>
  fc.letrec<{ readonly expression: string }>((tie) => {
    const names = ['a', 'value', '@odata.nextLink', '__proto__', 'constructor', '0', '', "it''s"];
    const literal = fc.constantFrom('null', 'true', '-1', '2.5', '9007199254740993', "''", "'x'", "'2025-01-01'");
    const leaf = fc.oneof(literal, fc.constantFrom(...sources));
    const call = fc.constantFrom(...Object.values(groups).flat()).chain((row) => {
      const { fewest, most } = signatureOf(row);
      return fc
        .array(tie('expression'), { minLength: Math.max(fewest, 1), maxLength: Math.min(most, Math.max(fewest, 3)) })
        .map((args) => `${nameOf(row)}(${args.slice(0, most).join(', ')})`);
    });
    const key = fc.oneof(fc.constantFrom(...names.map((name) => `'${name}'`), '0'), tie('expression'));
    const access = fc.tuple(fc.constantFrom(...sources), fc.array(key, { minLength: 1, maxLength: 4 }));
    return {
      expression: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        leaf,
        access.map(([source, keys]) => `${source}${keys.map((each) => `?[${each}]`).join('')}`),
        call,
      ),
    };
  });

const before = ["body('Get')", "outputs('Get')", "actions('Get')", 'triggerBody()', "variables('v')"];
const given = templatesOver(before);
const later = [...before, "body('Keep')", "outputs('Parse')", "body('Map')"];
const after = templatesOver(later);

/** Any schema, right or wrong. */
const { schema: anySchema } = fc.letrec<{ readonly schema: Json }>((tie) => {
  const keywords = ['type', 'properties', 'items', 'enum', 'anyOf', '$ref', 'required', 'example', 'minItems', '@@a'];
  return {
    schema: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      fc.constantFrom<Json>('object', 'array', 'string', 'null', '#/definitions/a', null, true, 2, -1),
      fc.array(tie('schema'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...keywords), tie('schema'), { maxKeys: 4 }),
    ),
  };
});

const anyFlow = fc.record({
  from: given,
  where: given,
  schema: anySchema,
  set: templatesOver([...later, "items('Each')"]),
  used: fc.array(after, { maxLength: 3 }),
  condition: after,
  until: after,
  dialect: fc.constantFrom('power-automate', undefined),
});

describe('what a flow reads of an answer', () => {
  it.each(cases as unknown as readonly Case[])('is $name', (each) => {
    const reads = readsOf(workflowOf(each));
    const schema = each.of === 'trigger' ? reads.trigger : reads.action('get');
    expect(schema).toEqual({ type: 'object', properties: each.reads });
  });

  it('is told of every flow that can be read, and makes an answer', () => {
    fc.assert(
      fc.property(anyFlow, ({ from, where, schema, set, used, condition, until, dialect }) => {
        const add = { type: 'AppendToArrayVariable', inputs: { name: 'v', value: set } };
        const init = { type: 'InitializeVariable', inputs: { variables: [{ name: 'v', type: 'array' }] } };
        const workflow = workflowOf({
          actions: {
            Init: init,
            Get: {},
            Parse: { type: 'ParseJson', inputs: { content: from, schema } },
            Keep: { type: 'Query', inputs: { from, where } },
            Map: { type: 'Select', inputs: { from, select: where } },
            Each: { type: 'Foreach', foreach: "@variables('v')", actions: { Add: add, Made: { inputs: used } } },
            If: {
              type: 'If',
              expression: condition,
              actions: { End: { type: 'Terminate', inputs: { runStatus: 'Failed' } } },
            },
            Until: { type: 'Until', expression: until, limit: { count: 1 }, actions: { Use: { inputs: used } } },
          },
          ...(dialect && { dialect }),
          trigger: { inputs: { schema } },
        });
        const reads = readsOf(workflow);
        for (const outputs of [reads.trigger, reads.action('Get')])
          expect(answerToReads(outputs, 'Get', 'seed')).toHaveProperty('headers');
      }),
      { numRuns: 100 },
    );
  });
});
