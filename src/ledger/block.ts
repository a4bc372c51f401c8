/** A sealed stretch of the ledger: canonical bytes and their place in the hash chain. */
export interface LedgerBlock {
  readonly index: number
  /** The seq of its first event; the first event of a ledger has seq 0. */
  readonly firstSeq: number
  readonly count: number
  /** Canonical bytes of its events, the format's version first. */
  readonly bytes: Uint8Array
  /** SHA-256 (hex) of the previous block's hash and `bytes`. */
  readonly hash: string
}
