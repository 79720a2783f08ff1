import { type Json, kindOf } from '../../json.js';
import { type Envelope, envelopeText, isEnvelope, mediaTypeOf } from '../content.js';
import { JsonReadError, readJson } from '../dotnet/json-reader.js';
import { XmlError } from '../dotnet/xml-node.js';
import { xmlToJson } from '../dotnet/xml-to-json.js';
import type { ExpressionError } from '../error.js';
import { argumentKind, functionError, invalidParameter } from '../function.js';
import { readXmlContent } from './xml.js';

/** Reads JSON text, or JSON or XML in content; what is no text is that value already (measured in Power Automate). */
export function json(value: Json): Json {
  if (value === null) throw argumentKind('json', 'expects its parameter to be a string or an XML.', kindOf(value));
  if (!isEnvelope(value)) return typeof value === 'string' ? parse(value) : value;
  const type = mediaTypeOf(value['$content-type']);
  const isXml = type.endsWith('/xml') || type.endsWith('+xml');
  const result = isXml ? xmlContentToJson(value) : parseContent(value);
  if (result === undefined) throw invalidParameter('json', 'The value cannot be converted to the target type.');
  return result;
}

function parseContent(content: Envelope): Json | undefined {
  const text = envelopeText(content);
  return text === undefined ? undefined : parse(text.replace(/^\ufeff/, ''));
}

function xmlContentToJson(content: Envelope): Json | undefined {
  try {
    const document = readXmlContent(content);
    return document && xmlToJson(document);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw notParsed(envelopeText(content) ?? '', error.message);
  }
}

function parse(text: string): Json {
  // Parse JSON makes null of nothing; this function refuses it, as its users report.
  if (text.trim() === '') throw notParsed(text, "Error reading JToken from JsonReader. Path '', line 0, position 0.");
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    throw notParsed(text, error.message);
  }
}

function notParsed(text: string, why: string): ExpressionError {
  return functionError('json', `parameter is not valid. The provided value '${text}' cannot be parsed: '${why}'.`);
}
