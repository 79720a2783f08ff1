// A connector's file: its swagger, wherever it was downloaded to, and the apiProperties.json beside it.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { JsonObject } from '../json.js';
import { nearest } from '../nearest.js';
import { DocumentError, readDocument, readJsonObject } from '../swagger/index.js';
import { systemFault } from '../system-fault.js';
import { swaggerConnector } from './client.js';
import { isFault, type ConnectionFault, type Connector } from './connection.js';
import { noProperties, propertiesOf, type Properties } from './properties.js';

const advice = "A connector is 'acs-identity', 'function', or the path of an apiDefinition.swagger.json.";

/** The connector that a swagger file describes, or why it cannot be read, with the place in the file. */
export async function loadConnector(given: string, shown = given): Promise<Connector | ConnectionFault> {
  const path = await swaggerAt(given);
  if (path === undefined) return noSwaggerIn(given, shown);
  const document = await readFileAs(path, readDocument);
  if (document === undefined) return noConnectorFile(path, shown);
  if (isFault(document))
    return { ...document, message: `The connector '${shown}' cannot be read: ${document.message}` };
  return swaggerConnector(shown, document.read, await propertiesBeside(path), await hasScriptBeside(path));
}

/**
 * The swagger at a path: the file itself, or in a folder its apiDefinition.swagger.json, else the only swagger file there
 * (published connectors also call it `CQC-Connector.swagger.json`). Undefined for a folder that holds none or several.
 */
export async function swaggerAt(path: string): Promise<string | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return path;
  const names = swaggersAmong(await namesIn(path));
  const usual = names.find((name) => name.toLowerCase() === 'apidefinition.swagger.json');
  const name = usual ?? (names.length === 1 ? names[0] : undefined);
  return name === undefined ? undefined : join(path, name);
}

/** Why there is no swagger in a folder. */
export async function noSwaggerIn(path: string, shown = path): Promise<ConnectionFault> {
  const names = swaggersAmong(await namesIn(path));
  if (names.length === 0) {
    const message = `There is no apiDefinition.swagger.json in the folder '${shown}'.`;
    return { message, advice: 'Name the definition of a connector, or the folder that it is in.' };
  }
  const message = `The folder '${shown}' holds several swagger files.`;
  return { message, advice: `Name one of them: ${names.map((name) => join(shown, name)).join(', ')}.` };
}

/** What is said where there is no such file: the name that is nearly this one, or how connectors are named. */
export async function noConnectorFile(
  path: string,
  shown: string,
  absent = howToName(shown),
): Promise<ConnectionFault> {
  const [close] = nearest(basename(path), await namesIn(dirname(path)));
  const message = `There is no connector '${shown}': no such file.`;
  return { message, advice: close === undefined ? absent : `Did you mean '${join(dirname(shown), close)}'?` };
}

/** Who has written a path means no connector that is built in. */
function howToName(shown: string): string {
  return /[\\/.]/.test(shown) ? 'Check the path: of an apiDefinition.swagger.json, or of the folder of one.' : advice;
}

function swaggersAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => /\.swagger\.json$/i.test(name));
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** Without the file there are no policies; one that cannot be read is a fault of the connection, not of the operations. */
async function propertiesBeside(path: string): Promise<Properties | ConnectionFault> {
  const file = join(dirname(path), 'apiProperties.json');
  const found = await readFileAs(file, readJsonObject);
  if (found === undefined) return noProperties;
  return isFault(found)
    ? { ...found, message: `The apiProperties.json beside the connector cannot be read: ${found.message}` }
    : propertiesOf(found.read);
}

/** Published scripts are called `script.csx`, `Script.csx`, `Script.cs`, …: whatever the package has of C#. */
async function hasScriptBeside(path: string): Promise<boolean> {
  const names = await namesIn(dirname(path));
  return names.some((name) => /script\.csx?$/i.test(name));
}

/** Undefined where there is no such file. */
async function readFileAs(
  path: string,
  read: (text: string) => JsonObject,
): Promise<{ readonly read: JsonObject } | ConnectionFault | undefined> {
  let text = '';
  try {
    text = await readFile(path, 'utf8');
    return { read: read(text) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof DocumentError))
      return { message: `${systemFault(error as NodeJS.ErrnoException)}.`, advice };
    const { message, line, column, advice: known = 'Correct the file there.' } = error;
    return { message, advice: known, place: { file: path, text, line, column } };
  }
}
