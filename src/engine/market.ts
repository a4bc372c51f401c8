/**
 * The table as it unfolds: which row of each instrument is its newest at the current pulse. Everything that reads prices
 * goes through here, and nothing here points past the current pulse.
 */
import type { BarTable } from '../model/index.ts'

export class Market {
  readonly table: BarTable
  /** The newest row of each instrument; meaningless before its first bar. */
  readonly rowOf: Int32Array
  /** 1 for each block of 64 instruments that has a new bar; the account clears it. */
  readonly changed: Uint8Array
  pulse = -1
  /** Rows of the current pulse: `from` up to but not including `to`. */
  from = 0
  to = 0

  constructor(table: BarTable) {
    this.table = table
    this.rowOf = new Int32Array(table.instruments.length)
    this.changed = new Uint8Array(Math.ceil(table.instruments.length / 64)).fill(1)
  }

  /** Makes the bars of pulse `p` the newest. Pulses come in order. */
  advance(p: number): void {
    const { rowOf, changed } = this
    const { instrumentOf, pulseStart } = this.table
    const to = pulseStart[p + 1]!
    this.pulse = p
    this.from = pulseStart[p]!
    this.to = to
    const from = this.from
    if (to - from === rowOf.length) {
      // Every instrument has a bar, and a pulse's rows ascend by instrument.
      for (let i = 0; i < rowOf.length; i++) rowOf[i] = from + i
      for (let block = 0; block < changed.length; block++) changed[block] = 1
      return
    }
    for (let row = from; row < to; row++) {
      const i = instrumentOf[row]!
      rowOf[i] = row
      changed[i >>> 6] = 1
    }
  }

  /** Whether instrument `i` has a bar at the current pulse. */
  hasBar(i: number): boolean {
    const row = this.rowOf[i]!
    return row >= this.from && row < this.to && this.table.instrumentOf[row] === i
  }

  /** The opening instant of the newest bar of instrument `i`, epoch ms. */
  openTimeOf(i: number): number {
    const { pulseStart, pulseOpenMs } = this.table
    const row = this.rowOf[i]!
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
