// Rules about icon.png: its size, and that its background is the brand colour.
import type { Connector } from '../connector.js';
import { textIn } from '../json.js';
import { longest } from '../limits.js';
import type { Rule } from '../rule.js';
import { readPng, type Color, type Picture } from './png.js';

const [smallest, largest] = [100, 230];

export const iconRules: readonly Rule[] = [
  {
    name: 'IconNotPng',
    severity: 'error',
    message: 'The icon is not a PNG picture.',
    checks: 'The icon is a PNG picture.',
    *check({ files: { icon } }) {
      if (icon && !readPng(icon)) yield { whole: true };
    },
  },
  {
    name: 'IconDamaged',
    severity: 'error',
    message: 'The picture of the icon is damaged.',
    checks: 'The file of the icon is whole: its pixels can be unpacked, and nothing is cut off.',
    *check(connector) {
      if (pictureOf(connector)?.damaged) yield { whole: true, advice: 'Save the picture again.' };
    },
  },
  {
    name: 'IconTooLarge',
    severity: 'error',
    message: 'The icon has {0} bytes, and must have fewer than {1}.',
    checks: 'The file is smaller than 1 MB.',
    *check({ files: { icon } }) {
      const size = icon?.length ?? 0;
      if (size >= longest.iconBytes) yield { whole: true, values: [size, longest.iconBytes] };
    },
  },
  {
    name: 'IconSizeNotInRange',
    severity: 'error',
    message: 'The icon has {0} × {1} pixels, and must have from {2} to {3} in each direction.',
    checks: `The icon is from ${smallest} to ${largest} pixels wide and high.`,
    *check(connector) {
      const { width = smallest, height = smallest } = pictureOf(connector) ?? {};
      if (Math.min(width, height) < smallest || Math.max(width, height) > largest) {
        yield { whole: true, values: [width, height, smallest, largest] };
      }
    },
  },
  {
    name: 'IconNotSquare',
    severity: 'warning',
    message: 'The icon has {0} × {1} pixels, and should be square.',
    checks: 'The icon is as wide as high. (Inferred: the documentation asks for 1:1.)',
    *check(connector) {
      const { width = 0, height = 0 } = pictureOf(connector) ?? {};
      if (width !== height) yield { whole: true, values: [width, height] };
    },
  },
  {
    name: 'IconTransparent',
    severity: 'error',
    message: 'The background of the icon is transparent.',
    checks: 'The corners of the icon are opaque.',
    *check(connector) {
      if (cornersOf(connector).some(({ opacity }) => opacity < 255)) yield { whole: true };
    },
  },
  {
    name: 'IconBackgroundNotBrandColor',
    severity: 'error',
    message: "The background of the icon is '{0}', and the brand colour is '{1}'.",
    checks: 'The corners of the icon have the colour in `iconBrandColor`.',
    *check(connector) {
      const brand = textIn(connector.properties ?? {}, 'iconBrandColor')?.toLowerCase();
      const other = cornersOf(connector)
        .map(hexOf)
        .find((color) => color !== brand);
      if (brand !== undefined && other !== undefined) yield { whole: true, values: [other, brand] };
    },
  },
];

const known = new WeakMap<Connector, { readonly picture: Picture | undefined }>();

function pictureOf(connector: Connector): Picture | undefined {
  const { icon } = connector.files;
  const before = known.get(connector) ?? { picture: icon && readPng(icon) };
  known.set(connector, before);
  return before.picture;
}

function cornersOf(connector: Connector): readonly Color[] {
  const { width = 0, height = 0, pixel } = pictureOf(connector) ?? {};
  if (!pixel || width === 0 || height === 0) return [];
  return [pixel(0, 0), pixel(width - 1, 0), pixel(0, height - 1), pixel(width - 1, height - 1)];
}

function hexOf({ rgb }: Color): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
