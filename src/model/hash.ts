/** Hashing enters the pure half as an argument of this shape, so that no pure folder needs a platform. */

/** The SHA-256 of the chunks, one after another, as 64 lower-case hexadecimal digits. */
export type Sha256 = (...chunks: readonly (Uint8Array | string)[]) => string
