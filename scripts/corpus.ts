// Reads every workflow file below the paths, as `dryflow run` would, and says what became of it: `npx tsx scripts/corpus.ts PATH…`
import { readWorkflows } from '../src/app/workflows.js';
import { diagnoseAll, parseOptionsOf, type Diagnostic, type Source } from '../src/formats/index.js';
import { parseWorkflow } from '../src/workflow/index.js';
import { filesBelow } from './files-below.js';

/** Files that are refused for a reason: the service would refuse them, too. */
const exceptions: readonly { readonly file: RegExp; readonly why: string }[] = [
  {
    file: /__mocks____workflows__AllScopeNodes\.json$/,
    why: 'made for the tests of a designer: it uses a variable that nothing initializes',
  },
  {
    file: /__mocks____workflows__StressTest300\.json$/,
    why: 'made for the tests of a designer: its actions have no inputs',
  },
];

interface Verdict {
  readonly file: string;
  readonly kind: string;
  readonly workflows: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: number;
}

async function verdict(file: string): Promise<Verdict> {
  const { sources, diagnostics } = await readWorkflows(file, new Map());
  const said = [...diagnostics, ...sources.flatMap(problemsOf)];
  const errors = said.filter(({ severity }) => severity === 'error');
  return {
    file,
    kind: [...new Set(sources.map(({ kind }) => kind))].join(', ') || '-',
    workflows: sources.map(({ name }) => name),
    errors: errors.map(shown),
    warnings: said.length - errors.length,
  };
}

function problemsOf(source: Source): readonly Diagnostic[] {
  const { problems } = parseWorkflow(source.definition, parseOptionsOf(source));
  return [...source.diagnostics, ...diagnoseAll(source, problems)];
}

function shown({ file, range, code, message }: Diagnostic): string {
  return `${file}${range ? `:${range.start.line}:${range.start.column}` : ''} ${code}: ${message}`;
}

const verdicts = await Promise.all(process.argv.slice(2).flatMap(filesBelow).map(verdict));
let [read, excepted, refused] = [0, 0, 0];
for (const { file, kind, workflows, errors, warnings } of verdicts) {
  const exception = exceptions.find((each) => each.file.test(file));
  const state = errors.length === 0 ? 'ok' : exception ? 'stated exception' : 'REFUSED';
  if (errors.length === 0) read++;
  else if (exception) excepted++;
  else refused++;
  console.log(`${state}  ${file}  [${kind}]  ${workflows.join(', ')}${warnings > 0 ? `  (${warnings} warnings)` : ''}`);
  if (errors.length > 0) console.log(`    ${exception?.why ?? errors.slice(0, 5).join('\n    ')}`);
}
const workflows = verdicts.reduce((sum, each) => sum + each.workflows.length, 0);
console.log(
  `${verdicts.length} files, ${workflows} workflows: ${read} ok, ${excepted} stated exceptions, ${refused} refused`,
);
if (refused > 0 || verdicts.length === 0) process.exitCode = 1;
