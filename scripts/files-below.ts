import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The file at a path, or all files in and below a folder. */
export function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** The swagger files among them. */
export function swaggersBelow(path: string): readonly string[] {
  return filesBelow(path).filter((file) => /swagger.*\.json$/i.test(file));
}
