// Actions whose answers nothing describes: those of connectors without a swagger, as Microsoft's own, whose swaggers are not
// published, and in a dry run whatever else asks somebody or cannot run here. Where answers are made up, theirs are made from
// what the flow reads of them.
import { connectionName, isConnectorAction } from '../connectors/index.js';
import { answerToReads, readsOf, statusToRead, type Mocks } from '../mocks/index.js';
import { actionsOf, isUnknownExpression, type LeafNode, type Workflow } from '../workflow/index.js';
import { childName } from './child-name.js';
import { isMockedBy, type RunOptions } from './options.js';
import { isOutside } from './recordings.js';

/** Answers that are guessed, and whom they stand in for: connections, child workflows, or the actions themselves. */
export interface Guesses {
  readonly instead: readonly string[];
  readonly mocks: Mocks;
}

/** What is there to answer, by its name. */
export interface Present {
  readonly connector: (connection: string) => boolean;
  readonly child: (workflow: string) => boolean;
}

/** Guesses the answers of the actions for which nobody answers. */
export function guessesFor(workflow: Workflow, present: Present, options: RunOptions): Guesses {
  const { mockConnectors, dryRun = false } = options;
  if (!mockConnectors) return { instead: [], mocks: {} };
  const isMocked = isMockedBy(options);
  const lacking = [...actionsOf(workflow)].flatMap((node) => {
    if (node.control !== 'leaf' || isMocked(node.name)) return [];
    const absent = absentFor(node, present, dryRun);
    return absent === undefined ? [] : [{ node, absent }];
  });
  if (lacking.length === 0) return { instead: [], mocks: {} };
  const reads = readsOf(workflow);
  const mocks = lacking.map(({ node: { name, type } }) => {
    const read = reads.action(name);
    const answer = answerToReads(read, name, mockConnectors.seed);
    if (type.endsWith('Webhook')) return [name, { outputs: answer }] as const; // what calls an action back has no status
    const statusCode = statusToRead(read);
    return [name, { statusCode, outputs: { statusCode, ...answer } }] as const;
  });
  return { instead: [...new Set(lacking.map(({ absent }) => absent))], mocks: Object.fromEntries(mocks) };
}

/** Who would have to answer an action, and does not; undefined where somebody does, or nobody has to. */
function absentFor(node: LeafNode, present: Present, dryRun: boolean): string | undefined {
  const { name, type, inputs } = node;
  if (isConnectorAction(node)) {
    const connection = connectionName(inputs);
    return node.call || (connection !== undefined && present.connector(connection)) ? undefined : connection;
  }
  if (!dryRun || !(isOutside(type) || isUnknownExpression(node))) return undefined;
  const child = childName(node);
  return child !== undefined && present.child(child) ? undefined : (child ?? name);
}
