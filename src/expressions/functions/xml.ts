import { float, isObject, type Json, kindOf } from '../../json.js';
import { base64OfText, envelope, type Envelope, envelopeText, isEnvelope } from '../content.js';
import { xmlFromJson } from '../dotnet/xml-from-json.js';
import { type XmlDocument, XmlError } from '../dotnet/xml-node.js';
import { readXml } from '../dotnet/xml-reader.js';
import { outerXml } from '../dotnet/xml-writer.js';
import { evaluateXPath } from '../dotnet/xpath.js';
import type { XPathValue } from '../dotnet/xpath-functions.js';
import { type NodeInfo, stringValue } from '../dotnet/xpath-nodes.js';
import { XPathError } from '../dotnet/xpath-scanner.js';
import { argumentKind, functionError, type FunctionRow, pure } from '../function.js';

const XML = 'application/xml;charset=utf-8';

/** XML as a value. */
function xmlEnvelope(text: string): Envelope {
  return envelope(XML, base64OfText(text));
}

/** Reads XML text, writes an object as XML, and calls content XML without looking at it (recorded). */
function xml(value: Json): Json {
  if (isEnvelope(value)) return envelope(XML, value.$content);
  try {
    if (typeof value === 'string') return xmlEnvelope(outerXml(readXml(value)));
    if (isObject(value)) return xmlEnvelope(outerXml(xmlFromJson(value)));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw functionError(
      'xml',
      `parameter is not valid. The provided value cannot be converted to XML: '${messageOf(error)}'.`,
    );
  }
  throw argumentKind('xml', 'expects its parameter to be a string or an object.', kindOf(value));
}

/** The service says in its own words that there can be but one root (recorded). */
function messageOf({ message }: XmlError): string {
  return message.startsWith('JSON root object has multiple') ? `More than one root element. ${message}` : message;
}

/** The document in content. */
export function readXmlContent(content: Envelope): XmlDocument | undefined {
  const text = envelopeText(content);
  // Bytes may start with a byte order mark, which is no part of the text.
  return text === undefined ? undefined : readXml(text.replace(/^\ufeff/, ''));
}

function xpath(value: Json, expression: string): Json {
  const document = isEnvelope(value) ? documentOf(value) : undefined;
  if (!document) {
    throw functionError('xpath', "parameters are invalid: the 'xml' parameter must be a well formed XML object.");
  }
  try {
    return jsonOf(evaluateXPath(document, expression));
  } catch (error) {
    if (!(error instanceof XPathError)) throw error;
    throw functionError(
      'xpath',
      `parameters are invalid: the 'xpath' parameter must be a supported, well formed XPath expression: '${error.message}'.`,
    );
  }
}

function documentOf(content: Envelope): XmlDocument | undefined {
  try {
    return readXmlContent(content);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** Elements are XML again, each for itself; of other nodes the text is what counts; a number is a float (recorded). */
function jsonOf(value: XPathValue): Json {
  if (typeof value === 'number') return float(value);
  return typeof value === 'object' ? value.map(nodeJson) : value;
}

function nodeJson(node: NodeInfo): Json {
  if (node.source) return xmlEnvelope(outerXml(node.source));
  return stringValue(node);
}

/** XML and XPath. The conversion to JSON is `json`, among the conversions. */
export const xmlFunctions: readonly FunctionRow[] = [
  pure('xml(value: any): object', xml, {
    expects: 'expects one parameter: the string or object to be converted',
  }),
  pure('xpath(xml: any, query: string): any', xpath, {
    expects: 'expects two parameters: an XML object and an XPath expression',
  }),
];
