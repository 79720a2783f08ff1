// Rules about script.csx: what the platform's host for scripts accepts. The code is not compiled here.
import type { Connector } from '../connector.js';
import { longest } from '../limits.js';
import type { Rule } from '../rule.js';

/** Documented as the only ones. */
// prettier-ignore
const namespaces = [
  'System', 'System.Collections', 'System.Collections.Generic', 'System.Diagnostics', 'System.Drawing', 'System.Drawing.Drawing2D',
  'System.Drawing.Imaging', 'System.IO', 'System.IO.Compression', 'System.Linq', 'System.Net', 'System.Net.Http',
  'System.Net.Http.Headers', 'System.Net.Security', 'System.Security.Authentication', 'System.Security.Cryptography', 'System.Text',
  'System.Text.RegularExpressions', 'System.Threading', 'System.Threading.Tasks', 'System.Web', 'System.Xml', 'System.Xml.Linq',
  'Microsoft.Extensions.Logging', 'Newtonsoft.Json', 'Newtonsoft.Json.Linq',
];

export const scriptRules: readonly Rule[] = [
  {
    name: 'ScriptTooLarge',
    severity: 'error',
    message: 'The script has {0} bytes, and must have {1} at most.',
    checks: 'The file is not larger than 1 MB.',
    *check({ files: { script = '' } }) {
      const size = Buffer.byteLength(script);
      if (size > longest.scriptBytes) yield { whole: true, values: [size, longest.scriptBytes] };
    },
  },
  {
    name: 'ScriptClassMissing',
    severity: 'error',
    message: "The script has no class 'Script' that derives from 'ScriptBase'.",
    checks: 'The script declares `class Script : ScriptBase`.',
    *check(connector) {
      if (connector.files.script !== undefined && !/\bclass\s+Script\s*:\s*ScriptBase\b/.test(codeOf(connector))) {
        yield { span: [0, 0] };
      }
    },
  },
  {
    name: 'ScriptExecuteMissing',
    severity: 'error',
    message: "The script does not override 'ExecuteAsync'.",
    checks: 'The script has `override Task<HttpResponseMessage> ExecuteAsync()`, with or without `async`.',
    *check(connector) {
      const signature =
        /\boverride\s+(async\s+)?(System\.Threading\.Tasks\.)?Task\s*<\s*(System\.Net\.Http\.)?HttpResponseMessage\s*>\s*ExecuteAsync\s*\(\s*\)/;
      if (connector.files.script !== undefined && !signature.test(codeOf(connector))) yield { span: [0, 0] };
    },
  },
  {
    name: 'ScriptNamespaceNotAllowed',
    severity: 'error',
    message: "The script uses the namespace '{0}', which is not among those that are allowed.",
    checks: `What \`using\` names is one of ${namespaces.join(', ')}, or with \`static\` or as an alias a type in one of them.`,
    *check(connector) {
      for (const match of codeOf(connector).matchAll(
        /(?<=^|[;{}\s])using\s+(static\s+|\w+\s*=\s*)?([A-Z][\w.]*)\s*;/g,
      )) {
        const [whole, isType, name = ''] = match;
        const namespace = isType === undefined ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
        if (namespaces.includes(namespace)) continue;
        yield { span: [match.index, match.index + whole.length], values: [namespace === '' ? name : namespace] };
      }
    },
  },
  {
    name: 'ScriptHttpClient',
    severity: 'warning',
    message: "The script makes an 'HttpClient' of its own.",
    checks:
      'The script does not write `new HttpClient`: requests go through `Context.SendAsync` (documented: others will be blocked).',
    *check(connector) {
      for (const { index, 0: found } of codeOf(connector).matchAll(/\bnew\s+(System\.Net\.Http\.)?HttpClient\b/g)) {
        yield { span: [index, index + found.length], advice: 'Send it with this.Context.SendAsync.' };
      }
    },
  },
];

/** The script with blanks for comments and texts, so that every other character keeps its place. */
function codeOf({ files: { script = '' } }: Connector): string {
  const quiet = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|\$?@\$?"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
  return script.replace(quiet, (found) => found.replace(/[^\n]/g, ' '));
}
