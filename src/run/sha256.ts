/** The platform's SHA-256, in the shape that the pure half takes. */
import { createHash } from 'node:crypto'
import type { Sha256 } from '../model/index.ts'

export const sha256: Sha256 = (...chunks) => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}
