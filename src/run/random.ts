// Chance that can be replayed (invariant 2): a generator seeded by text. Not for secrets.

/** Numbers in [0, 1), the same sequence for the same seed (sfc32 over a 128-bit hash of the text). */
export function generator(seed: string): () => number {
  let [a, b, c, d] = hash(seed);
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let at = 0; at < 12; at++) next(); // sfc32 needs a few rounds before its output is well mixed
  return next;
}

/** A version 4 UUID made of a generator's numbers. */
export function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, at) => {
    const nibble = Math.floor(random() * 16);
    return (at === 12 ? 4 : at === 16 ? (nibble & 3) | 8 : nibble).toString(16);
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Four 32-bit words that change wholly with any character of the text (FNV-1a, four offsets, a murmur finish). */
function hash(text: string): [number, number, number, number] {
  const word = (offset: number) => {
    let value = offset;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
    value = Math.imul(value ^ (value >>> 16), 2246822507);
    value = Math.imul(value ^ (value >>> 13), 3266489909);
    return value ^ (value >>> 16);
  };
  return [word(2166136261), word(1318736547), word(3735928559), word(950706376)];
}
