/**
 * The positions that the strategy wants, and which of them it changed at this pulse, in the order in which it did: that
 * order is its priority where cash runs out. Between pulses a target is what is held plus what is on order.
 */
import { UsageError } from '../model/index.ts'

export class Targets {
  readonly want: Float64Array
  /** Instruments whose target was set at this pulse, in order; `count` of them. */
  readonly touched: Int32Array
  count = 0
  readonly #isTouched: Uint8Array
  readonly #ids: readonly string[]

  constructor(ids: readonly string[]) {
    this.#ids = ids
    this.want = new Float64Array(ids.length)
    this.touched = new Int32Array(ids.length)
    this.#isTouched = new Uint8Array(ids.length)
  }

  set(i: number, quantity: number): void {
    if (quantity === this.want[i]) return
    if (!Number.isFinite(quantity)) {
      const instrument = this.#ids[i]!
      throw new UsageError(
        'BAD_TARGET',
        `A target must be a finite number of units, but it is ${String(quantity)} for ${instrument}.`,
        { instrument, target: String(quantity) },
      )
    }
    this.want[i] = quantity
    if (this.#isTouched[i] === 1) return
    this.#isTouched[i] = 1
    this.touched[this.count++] = i
  }

  /** Forgets which targets were set; the targets themselves stay. */
  clear(): void {
    for (let n = 0; n < this.count; n++) this.#isTouched[this.touched[n]!] = 0
    this.count = 0
  }
}
