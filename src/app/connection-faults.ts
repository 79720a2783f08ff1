// Why connections cannot be made, shown where their settings come from.
import type { FaultPlace, Unmade } from '../connectors/index.js';
import type { ExpressionError } from '../expressions/index.js';
import { diagnose, type ConnectionEntry, type Diagnostic, type Source } from '../formats/index.js';
import { ownAnyCase } from '../json.js';
import { child } from '../pointer.js';
import type { Pair } from './connection-pairs.js';
import { keepText, shownPath, type Texts } from './files.js';

type Place = Pick<Source, 'file' | 'locate'>;

/** A connection that could not be made, shown where its settings come from. */
export function unmadeFault(
  unmade: Unmade,
  { declared, entry }: Pair,
  source: Place,
  listed: Place,
  texts: Texts,
): Diagnostic {
  const { name, origin, parameter, place } = unmade;
  const said = { message: `Connection '${name}': ${unmade.message}`, ...advice(unmade.advice) };
  if (place) return { severity: 'error', code: 'InvalidConnector', ...said, ...placeOf(place, texts) };
  if (origin === 'connections file' && entry) {
    if (parameter === undefined) return fault(listed, entry.pointer, said);
    return fault(listed, parameterPointer(entry, parameter), {
      ...said,
      ...advice(unmade.advice, whence(entry, parameter)),
    });
  }
  if (origin.startsWith('environment variable'))
    return { severity: 'error', code: 'InvalidConnection', file: origin, ...said };
  if (declared) return fault(source, `${declared.pointer}/connector`, said);
  return fault(listed, `${entry?.pointer ?? ''}/connector`, said);
}

/** A parameter whose template has no value. */
export function valueFault(
  name: string,
  entry: ConnectionEntry,
  parameter: string,
  error: ExpressionError,
  listed: Place,
): Diagnostic {
  const message = `The parameter '${parameter}' of connection '${name}' cannot be evaluated: ${error.message}`;
  return fault(listed, parameterPointer(entry, parameter), { message, ...advice(error.advice) });
}

/** The place of a parameter, which may be written in other letters than the connector's. */
export function parameterPointer({ pointer, parameters }: ConnectionEntry, parameter: string): string {
  const written = Object.keys(parameters).find((each) => each.toLowerCase() === parameter.toLowerCase());
  return child(`${pointer}/parameters`, written ?? parameter);
}

/** Where the value of a parameter comes from, which its line in the file does not show. */
function whence({ parameters }: ConnectionEntry, parameter: string): string | undefined {
  const written = ownAnyCase(parameters, parameter);
  const setting = typeof written === 'string' ? /\bappsetting\(\s*'([^']+)'\s*\)/i.exec(written)?.[1] : undefined;
  return setting === undefined ? undefined : `Its value comes from the environment variable ${setting}.`;
}

/** The place of a fault in a file of the connector's own. */
function placeOf({ file, text, line, column }: FaultPlace, texts: Texts): Pick<Diagnostic, 'file' | 'range'> {
  const shownFile = shownPath(file);
  keepText(texts, shownFile, text);
  return { file: shownFile, range: { start: { line, column }, end: { line, column: column + 1 } } };
}

function advice(...parts: readonly (string | undefined)[]): { advice?: string } {
  const said = parts.filter((each) => each !== undefined);
  return said.length === 0 ? {} : { advice: said.join(' ') };
}

function fault(
  place: Place,
  pointer: string,
  said: { readonly message: string; readonly advice?: string },
): Diagnostic {
  return diagnose(place, { severity: 'error', code: 'InvalidConnection', pointer, ...said });
}
