import { spawnSync } from 'node:child_process';

/** What says that something is not to be had: Python and pip, Maven, Maven the second time, NuGet; or that nobody answers. */
const NOT_SERVED =
  /^.*(?:ModuleNotFoundError|ensurepip is not available|No matching distribution|NewConnectionError|Could not find artifact|Could not transfer artifact|was not found in http|error NU1101|error NU1301).*$/m;

/**
 * Does what a language's quickstart needs before it can run. Gives true, and says why, where that cannot be done here: the
 * tool is missing, or its registry does not have the SDK.
 */
export function isMissing(language: string, tool: string, args: readonly string[], folder: string): boolean {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8', timeout: 300_000 });
  const reason = error ? error.message : status === 0 ? undefined : NOT_SERVED.exec(stdout + stderr)?.[0];
  if (reason !== undefined) process.stderr.write(`The quickstart of ${language} is left out: ${reason}\n`);
  else if (status !== 0) throw new Error(stdout + stderr);
  return reason !== undefined;
}
