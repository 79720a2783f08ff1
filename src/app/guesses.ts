// Actions of connectors that no swagger describes, as Microsoft's own, whose swaggers are not published: where answers are
// made up, theirs are made from what the flow reads of them.
import { connectionName, isConnectorAction } from '../connectors/index.js';
import { answerToReads, readsOf, type Mocks } from '../mocks/index.js';
import { actionsOf, type LeafNode, type Workflow } from '../workflow/index.js';
import { isMockedBy, type RunOptions } from './options.js';

/** Answers that are guessed, and the connections that they stand in for. */
export interface Guesses {
  readonly connections: readonly string[];
  readonly mocks: Mocks;
}

/** Guesses the answers of the actions whose connection has no connector. */
export function guessesFor(
  workflow: Workflow,
  hasConnector: (connection: string) => boolean,
  options: RunOptions,
): Guesses {
  const { mockConnectors } = options;
  if (!mockConnectors) return { connections: [], mocks: {} };
  const isMocked = isMockedBy(options);
  const nodes = [...actionsOf(workflow)].filter((node): node is LeafNode => isConnectorAction(node) && !node.call);
  const named = nodes.flatMap((node) => {
    const connection = connectionName(node.inputs);
    return connection === undefined || hasConnector(connection) || isMocked(node.name) ? [] : [{ node, connection }];
  });
  const reads = readsOf(workflow);
  const mocks = named.map(({ node: { name, type } }) => {
    const answer = answerToReads(reads.action(name), name, mockConnectors.seed);
    // What calls an action back has no status.
    return [name, { outputs: type.endsWith('Webhook') ? answer : { statusCode: 200, ...answer } }] as const;
  });
  return {
    connections: [...new Set(named.map(({ connection }) => connection))],
    mocks: Object.fromEntries(mocks),
  };
}
