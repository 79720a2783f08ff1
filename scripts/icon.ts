// Draws connector/icon.png: a speech bubble with a person in it, on the brand colour of connector/apiProperties.json.
// With --check it only tells whether the file is up to date: pixels are compared, since builds of zlib differ in how they
// compress them. Run with `npx tsx scripts/icon.ts [--check]`.
import { readFileSync, writeFileSync } from 'node:fs';
import apiProperties from '../connector/apiProperties.json' with { type: 'json' };
import { readPng, writePng, type Image } from './png.js';

/** What the store asks for: a square of about 230 pixels, the picture within its middle. */
const SIZE = 230;
/** Each pixel is the average of this many points, squared, so that edges are smooth. */
const POINTS = 4;

const WHITE = [255, 255, 255] as const;
const BRAND = colourOf(apiProperties.properties.iconBrandColor);

type Colour = readonly [red: number, green: number, blue: number];

function colourOf(hex: string): Colour {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Only sums, products and comparisons, which give the same on every machine. */
function inBox(
  x: number,
  y: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
  radius: number,
): boolean {
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return dx * dx + dy * dy <= radius * radius;
}

const inDisc = (x: number, y: number, cx: number, cy: number, r: number): boolean =>
  (x - cx) * (x - cx) + (y - cy) * (y - cy) <= r * r;

/** The bubble: a rounded box, and a tail at its lower left. */
function inBubble(x: number, y: number): boolean {
  const inTail = x >= 70 && y >= 150 && x + y <= 256;
  return inBox(x, y, 42, 46, 188, 166, 26) || inTail;
}

/** The person: a head, and shoulders that end with the bubble's inner edge. */
function inPerson(x: number, y: number): boolean {
  const inShoulders = y <= 150 && inBox(x, y, 78, 112, 152, 220, 37);
  return inDisc(x, y, 115, 84, 22) || inShoulders;
}

function colourAt(x: number, y: number): Colour {
  return inBubble(x, y) && !inPerson(x, y) ? WHITE : BRAND;
}

function pixelAt(column: number, row: number): number[] {
  const points = Array.from({ length: POINTS * POINTS }, (_, n) =>
    colourAt(column + ((n % POINTS) + 0.5) / POINTS, row + (Math.floor(n / POINTS) + 0.5) / POINTS),
  );
  return [0, 1, 2].map((part) =>
    Math.round(points.reduce((sum, colour) => sum + (colour[part] ?? 0), 0) / points.length),
  );
}

/** The icon of the connector. */
function icon(): Image {
  const pixels = Array.from({ length: SIZE * SIZE }, (_, n) => pixelAt(n % SIZE, Math.floor(n / SIZE)));
  return { width: SIZE, height: SIZE, rgb: Buffer.from(pixels.flat()) };
}

const iconFile = new URL('../connector/icon.png', import.meta.url);

function main(check: boolean): void {
  const drawn = icon();
  if (!check) writeFileSync(iconFile, writePng(drawn));
  else if (!readPng(readFileSync(iconFile)).rgb.equals(drawn.rgb)) {
    console.error('connector/icon.png is not up to date: run npx tsx scripts/icon.ts');
    process.exitCode = 1;
  }
}

if (process.argv[1]?.endsWith('icon.ts')) main(process.argv.includes('--check'));
