// A connector's file: its swagger, wherever it was downloaded to, and the apiProperties.json beside it.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../json.js';
import { DocumentError, readDocument, readJsonObject } from '../swagger/index.js';
import { swaggerConnector } from './client.js';
import { isFault, type ConnectionFault, type Connector } from './connection.js';
import { noProperties, propertiesOf, type Properties } from './properties.js';

const advice = "A connector is 'acs-identity', 'function', or the path of an apiDefinition.swagger.json.";

/** The connector that a swagger file describes, or why it cannot be read, with the place in the file. */
export async function loadConnector(path: string, shown = path): Promise<Connector | ConnectionFault> {
  const document = await readFileAs(path, readDocument);
  if (document === undefined) return { message: `There is no connector '${shown}': no such file.`, advice };
  if (isFault(document))
    return { ...document, message: `The connector '${shown}' cannot be read: ${document.message}` };
  return swaggerConnector(shown, document.read, await propertiesBeside(path), await hasScriptBeside(path));
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
  const names = await readdir(dirname(path)).catch(() => []);
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
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (!(error instanceof DocumentError)) return { message, advice };
    const { line, column } = error;
    return { message, advice: 'Correct the file there.', place: { file: path, text, line, column } };
  }
}
