/** Where and why a text is not JSON to the letter; undefined where it is. */
export function strictFault(text: string): { readonly at: number; readonly message: string } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const [, message = '', at = ''] = /^(.*?)(?: in JSON)? at position (\d+)/s.exec((error as Error).message) ?? [];
    return message === ''
      ? { at: text.trimEnd().length, message: 'it ends too early.' }
      : { at: Number(at), message: `${message.charAt(0).toLowerCase()}${message.slice(1)}.` };
  }
}
