// How fast expressions are: evaluations per second for three everyday templates, and what compiling costs.
// Run with `npx tsx bench/expressions.ts`; the aim is a million simple evaluations per second and core.
import { compile, contextScope, parseTemplate } from '../src/expressions/index.js';
import type { Json } from '../src/json.js';

const scope = contextScope({
  variables: { name: 'Ada', count: 41 },
  parameters: { scopes: ['chat', 'voip'] },
  actions: {
    Create_a_user: {
      status: 'Succeeded',
      outputs: { statusCode: 201, body: { identity: { id: '8:acs:1234', kind: 'user' } } },
    },
  },
});

const templates: Readonly<Record<string, Json>> = {
  'literal-heavy body': {
    method: 'POST',
    uri: 'https://contoso.example/identities',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: {
      createTokenWithScopes: "@parameters('scopes')",
      expiresInMinutes: 1440,
      note: 'plain text',
      tags: ['a', 'b', 'c'],
    },
  },
  'property path': "@body('Create_a_user')?['identity']?['id']",
  'nested call': "@concat(toUpper(variables('name')), '-', string(add(variables('count'), 1)))",
};

/** Calls in batches until half a second has passed; the best of five such rounds. */
function perSecond(call: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < 500) {
      for (let index = 0; index < 1000; index++) call();
      calls += 1000;
    }
    best = Math.max(best, (calls / (performance.now() - start)) * 1000);
  }
  return best;
}

for (const [name, template] of Object.entries(templates)) {
  const compiled = compile(template);
  const rate = perSecond(() => compiled(scope));
  console.log(`${name.padEnd(20)} ${(rate / 1e6).toFixed(2)} million evaluations/s`);
}

const path = templates['property path'];
if (typeof path === 'string') {
  console.log(`${'parse'.padEnd(20)} ${(1e6 / perSecond(() => parseTemplate(path))).toFixed(2)} µs per property path`);
}
let fresh = 0;
const cost = 1e6 / perSecond(() => compile(`@concat(variables('name'), '${fresh++}')?['a']`));
console.log(`${'parse and compile'.padEnd(20)} ${cost.toFixed(2)} µs per new text`);
