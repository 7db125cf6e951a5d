// 64-bit FNV-1a in two halves: BigInt would cost more than the rest of emit.
// G. Fowler, L. C. Noll, K.-P. Vo, draft-eastlake-fnv. Invariant: prime 2^40 + 0x1b3, all arithmetic below 2^53.

const PRIME_LOW = 0x1b3;

/** Hash of the text's UTF-16 units (its bytes, for ASCII) as 16 hex digits. */
export function hash64(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let i = 0; i < text.length; i++) {
    low = (low ^ text.charCodeAt(i)) >>> 0;
    const product = low * PRIME_LOW;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return hex(high) + hex(low);
}

/** Two digits per byte: a number's own toString takes ten times as long above 2^31. */
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex = (word: number): string =>
  digits[word >>> 24]! + digits[(word >>> 16) & 255]! + digits[(word >>> 8) & 255]! + digits[word & 255]!;
