/**
 * What wasm/index.ts exports. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says.
 */
export interface CompiledKernels {
  /** 0 where every one of the rows is finite, else NaN. */
  finite(x: number, rows: number): number
  sumBytes(period: number): number
  sumInit(state: number, period: number): void
  sum(state: number, x: number, y: number, rows: number, divisor: number): void

  wideSumBytes(period: number, lanes: number): number
  wideSumInit(state: number, period: number, lanes: number): void
  /** 0 where every sum is finite, else NaN. */
  wideSum(state: number, x: number, y: number, rows: number, divisor: number): number
}
