// Keywords that constrain a value: numbers that must fit together, in schemas, parameters, items and headers alike.
import { own } from '../../json.js';
import type { Site } from '../sites.js';
import { below, numberIn, textIn } from '../json.js';
import type { Hit, Rule } from '../rule.js';

export const constraintRules: readonly Rule[] = [
  ...['maxItems', 'maxLength', 'maxProperties', 'minItems', 'minLength', 'minProperties'].map(notNegative),
  notAbove('minimum', 'maximum', 'MinimumShouldBeLessThanOrEqualToMaximum'),
  notAbove('minItems', 'maxItems', 'MinItemsShouldBeLessThanOrEqualToMaxItems'),
  notAbove('minLength', 'maxLength', 'MinLengthShouldBeLessThanOrEqualToMaxLength'),
  needs('exclusiveMaximum', 'maximum', 'ExclusiveMaximumRequiresMaximum'),
  needs('exclusiveMinimum', 'minimum', 'ExclusiveMinimumRequiresMinimum'),
  {
    name: 'MultipleOfMustBeGreaterThanZero',
    severity: 'error',
    message: "The 'multipleOf' value must be greater than zero.",
    checks: '`multipleOf` is greater than 0.',
    *check({ document }) {
      for (const site of document.sites) {
        const value = numberIn(site.schema, 'multipleOf');
        if (value !== undefined && value <= 0) yield { pointer: below(site.pointer, 'multipleOf') };
      }
    },
  },
  {
    name: 'PatternShouldBeValidRegularExpression',
    severity: 'error',
    message: "The 'pattern' value should be a valid regular expression.",
    checks:
      '`pattern` is a regular expression. (Of JavaScript; what only .NET understands, such as `(?i)`, is let pass.)',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const pattern = textIn(schema, 'pattern');
        if (pattern !== undefined && !isPattern(pattern)) yield { pointer: below(pointer, 'pattern') };
      }
    },
  },
];

function eachSite(find: (site: Site) => string | undefined): Rule['check'] {
  return function* ({ document }): Generator<Hit> {
    for (const site of document.sites) {
      const keyword = find(site);
      if (keyword !== undefined) yield { pointer: below(site.pointer, keyword) };
    }
  };
}

function notNegative(keyword: string): Rule {
  const Name = keyword.charAt(0).toUpperCase() + keyword.slice(1);
  return {
    name: `${Name}MustBeGreaterThanOrEqualToZero`,
    severity: 'error',
    message: `The '${keyword}' value must be greater than or equal to zero.`,
    checks: `\`${keyword}\` is 0 or more.`,
    check: eachSite(({ schema }) => ((numberIn(schema, keyword) ?? 0) < 0 ? keyword : undefined)),
  };
}

function notAbove(low: string, high: string, name: string): Rule {
  return {
    name,
    severity: 'error',
    message: `The '${low}' value should be less than or equal to the '${high}' value.`,
    checks: `\`${low}\` is not above \`${high}\`.`,
    check: eachSite(({ schema }) => {
      const [least, most] = [numberIn(schema, low), numberIn(schema, high)];
      return least !== undefined && most !== undefined && least > most ? low : undefined;
    }),
  };
}

function needs(keyword: string, other: string, name: string): Rule {
  return {
    name,
    severity: 'error',
    message: `The '${keyword}' keyword can only be specified if the '${other}' keyword is also specified.`,
    checks: `\`${keyword}\` stands beside \`${other}\`.`,
    check: eachSite(({ schema }) =>
      own(schema, keyword) !== undefined && own(schema, other) === undefined ? keyword : undefined,
    ),
  };
}

/** .NET has inline options, atomic groups and named groups with quotes, which JavaScript refuses. */
function isPattern(pattern: string): boolean {
  const common = pattern.replace(/\(\?[imnsx-]+[:)]|\(\?>|\(\?'\w+'/g, (found) => (found.endsWith(')') ? '' : '(?:'));
  try {
    return Boolean(new RegExp(common));
  } catch {
    return false;
  }
}
