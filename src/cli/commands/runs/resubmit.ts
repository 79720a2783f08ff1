import { prepareResubmit } from '../../../app/index.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { carryOut, historyOf, type RunFlags } from '../run.js';
import { findRun, withHistory } from './history.js';

/** `dryflow runs resubmit RUN`: starts a run anew, with the trigger and the parameters that it had. */
export async function resubmitCommand(name: string, flags: Omit<RunFlags, 'param'>, io: Io): Promise<ExitCode> {
  const { runId } = await withHistory(flags, io, (history) => findRun(history, name));
  return carryOut({ ...flags, param: [] }, io, async () => {
    const history = historyOf({ ...flags, param: [] }, io);
    const prepared = history && (await prepareResubmit(runId, { history, env: io.env }));
    if (!prepared) throw new UsageError(`There is no run '${name}'.`);
    return prepared;
  });
}
