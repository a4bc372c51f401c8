/**
 * What wasm/index.ts exports. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says.
 */
export interface CompiledKernels {
  max: OfWindow
  min: OfWindow
  midpoint(high: number, low: number, y: number, rows: number, period: number, memory: number): void
  position: OfRange
  belowHighest: OfRange
  sumBytes(period: number): number
  sumInit(state: number, period: number): void
  sum(state: number, x: number, y: number, rows: number, divisor: number): void
}

/** `memory` has room for `rows + period` values. */
type OfWindow = (x: number, y: number, rows: number, period: number, memory: number) => void

/** `memory` has room for twice `rows + period` values. */
type OfRange = (
  high: number,
  low: number,
  x: number,
  y: number,
  rows: number,
  period: number,
  memory: number,
) => void
