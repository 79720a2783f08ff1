/** What helps, besides a mock, where nobody is there to answer for an action. */
export const madeUpAdvice = 'or let --dry-run make its answer up (for connectors alone: --mock-connectors)';
