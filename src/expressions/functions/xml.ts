import { type FunctionRow, notSupported, pure } from '../function.js';

function later(name: string): () => never {
  return () => {
    throw notSupported(`The template language function '${name}'`);
  };
}

/** XML. The rows are here for their signatures; they say that they cannot do it yet. */
export const xml: readonly FunctionRow[] = [
  pure('xml(value: any): object', later('xml'), {
    expects: 'expects one parameter: the string or object to be converted',
  }),
  pure('xpath(xml: any, query: string): any', later('xpath'), {
    expects: 'expects two parameters: an XML object and an XPath expression',
  }),
];
