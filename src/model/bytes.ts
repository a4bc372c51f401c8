/** UTF-8 without a platform, and the one check that typed arrays are little-endian, as every format here is. */
import { InvariantError } from './errors.ts'

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length * 3)
  let at = 0
  for (let n = 0; n < text.length; n++) {
    let point = text.codePointAt(n)!
    if (point > 0xffff) n++
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd
    if (point < 0x80) {
      out[at++] = point
      continue
    }
    if (point < 0x800) {
      out[at++] = 0xc0 | (point >> 6)
    } else if (point < 0x1_0000) {
      out[at++] = 0xe0 | (point >> 12)
      out[at++] = 0x80 | ((point >> 6) & 0x3f)
    } else {
      out[at++] = 0xf0 | (point >> 18)
      out[at++] = 0x80 | ((point >> 12) & 0x3f)
      out[at++] = 0x80 | ((point >> 6) & 0x3f)
    }
    out[at++] = 0x80 | (point & 0x3f)
  }
  return out.slice(0, at)
}

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD, so that a changed byte still decodes, differently. */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = []
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at++]!
    const more = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : -1
    if (more === 0) {
      parts.push(String.fromCharCode(lead))
      continue
    }
    let point = more === -1 ? 0xfffd : lead & (0x3f >> more)
    for (let n = 0; n < more; n++) {
      const next = bytes[at]
      if (next === undefined || (next & 0xc0) !== 0x80) {
        point = 0xfffd
        break
      }
      point = (point << 6) | (next & 0x3f)
      at++
    }
    parts.push(String.fromCodePoint(point > 0x10ffff ? 0xfffd : point))
  }
  return parts.join('')
}

/** Throws on a machine whose typed arrays are big-endian: stored columns would be read wrongly there. */
export function requireLittleEndian(): void {
  if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) {
    throw new InvariantError(
      'BIG_ENDIAN',
      'Columns are stored little-endian, but this machine is big-endian.',
    )
  }
}
