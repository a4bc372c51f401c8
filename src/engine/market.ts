/**
 * The table as it unfolds: which row of each instrument is its newest at the current pulse. Everything that reads prices
 * goes through here, and nothing here points past the current pulse.
 */
import type { BarTable } from '../model/index.ts'

export class Market {
  readonly table: BarTable
  /** 1 for each block of 64 instruments that has a new bar, while `base` is -1; the account clears it. */
  readonly changed: Uint8Array
  pulse = -1
  /** The row of the first instrument where all have a bar at the current pulse, so that their rows follow each other; else -1. */
  base = -1
  /** The newest row of each instrument where `base` does not say it. */
  readonly #rowOf: Int32Array
  readonly #width: number

  constructor(table: BarTable) {
    this.table = table
    this.#width = table.instruments.length
    this.#rowOf = new Int32Array(table.instruments.length)
    this.changed = new Uint8Array(Math.ceil(table.instruments.length / 64)).fill(1)
  }

  /** The first row of the current pulse. */
  get from(): number {
    return this.table.pulseStart[this.pulse]!
  }

  /** The row behind the last one of the current pulse. */
  get to(): number {
    return this.table.pulseStart[this.pulse + 1]!
  }

  /** Makes the bars of pulse `p` the newest. Pulses come in order. */
  advance(p: number): void {
    const { pulseStart } = this.table
    const from = pulseStart[p]!
    this.pulse = p
    if (pulseStart[p + 1]! - from === this.#width) this.base = from
    else this.#advanceSome()
  }

  #advanceSome(): void {
    const { changed, from, to } = this
    const { instrumentOf } = this.table
    const rowOf = this.#rowOf
    if (this.base !== -1) {
      for (let i = 0; i < rowOf.length; i++) rowOf[i] = this.base + i
      changed.fill(1)
      this.base = -1
    }
    for (let row = from; row < to; row++) {
      const i = instrumentOf[row]!
      rowOf[i] = row
      changed[i >>> 6] = 1
    }
  }

  /** The newest row of instrument `i`; meaningless before its first bar. */
  rowAt(i: number): number {
    return this.base === -1 ? this.#rowOf[i]! : this.base + i
  }

  /** Whether instrument `i` has a bar at the current pulse. */
  hasBar(i: number): boolean {
    if (this.base !== -1) return true
    const row = this.#rowOf[i]!
    return row >= this.from && row < this.to && this.table.instrumentOf[row] === i
  }

  /** The opening instant of the newest bar of instrument `i`, epoch ms. */
  openTimeOf(i: number): number {
    const { pulseStart, pulseOpenMs } = this.table
    const row = this.rowAt(i)
    let low = 0
    let high = this.pulse
    if (row >= this.from) low = high
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (pulseStart[middle]! <= row) low = middle
      else high = middle - 1
    }
    return pulseOpenMs[low]!
  }
}
