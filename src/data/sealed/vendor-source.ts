/** What a manifest says of bars that were fetched from a vendor. */

export interface VendorSource {
  readonly kind: 'vendor'
  /** The source's name, as `alpaca`. */
  readonly name: string
  /** What else decided which numbers came: feed, adjustment, URL. Never a key. */
  readonly variant: string
  /** What the vendor had done to the prices: `raw` is nothing. */
  readonly adjustment: 'raw' | 'split' | 'dividend' | 'all'
  /** The zone whose days daily bars are dated by. */
  readonly dayZone: string
  readonly interval: string
  /** The range that was asked for: opening instants, `fromMs` inclusive, `toMs` exclusive. */
  readonly fromMs: number
  readonly toMs: number
  readonly rows: number
  /** Of `rows`, those that came from the vendor at sealing; the others were in the cache. */
  readonly fetchedRows: number
  /** What the vendor sent and was not handed on: repeated bars, bars outside of the range, bars that had not closed. */
  readonly dropped: { readonly repeated: number; readonly outside: number; readonly open: number }
  readonly instruments: readonly VendorInstrument[]
}

export interface VendorInstrument {
  readonly id: string
  readonly rows: number
  readonly fetchedRows: number
  /** Ranges that were asked of the vendor at sealing, half-open. */
  readonly asked: readonly { readonly fromMs: number; readonly toMs: number }[]
}
