/**
 * What wasm/index.ts exports. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says.
 */
export interface CompiledKernels {
  max(x: number, y: number, rows: number, period: number, runs: number): void
  min(x: number, y: number, rows: number, period: number, runs: number): void
  midpoint(highest: number, lowest: number, y: number, rows: number): void
  position: OfRange
  belowHighest: OfRange
  sumBytes(period: number): number
  sumInit(state: number, period: number): void
  sum(state: number, x: number, y: number, rows: number, divisor: number): void
}

/** Of x and the ends of a range. */
export type OfRange = (highest: number, lowest: number, x: number, y: number, rows: number) => void
