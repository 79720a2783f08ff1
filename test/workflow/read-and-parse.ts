import { diagnoseAll, parseOptionsOf, read, type Diagnostic } from '../../src/formats/index.js';
import { parseWorkflow, type Workflow } from '../../src/workflow/index.js';

/** What a user sees of a file: its problems in the order of the text, and the workflow if there is one. */
export function readAndParse(
  text: string,
  file = 'flow.yaml',
): { diagnostics: readonly Diagnostic[]; workflow?: Workflow } {
  const result = read(file, text);
  if (!result.ok) return { diagnostics: result.diagnostics };
  const [source] = result.sources;
  const parsed = parseWorkflow(source.definition, parseOptionsOf(source));
  const diagnostics = [...source.diagnostics, ...diagnoseAll(source, parsed.problems)];
  return { diagnostics, ...(parsed.ok ? { workflow: parsed.workflow } : {}) };
}

/** The workflow in a text that has no errors. */
export function workflowOf(text: string): Workflow {
  const { workflow, diagnostics } = readAndParse(text);
  if (!workflow) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return workflow;
}
