/**
 * What wasm/index.ts exports. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says.
 */
export interface CompiledKernels {
  sumBytes(period: number): number
  sumInit(state: number, period: number): void
  sum(state: number, x: number, y: number, rows: number): void
  mean(state: number, x: number, y: number, rows: number, divisor: number): void
  momentBytes(period: number): number
  momentInit(state: number, period: number): void
  variance(state: number, x: number, y: number, rows: number, scale: number): void
  deviation(state: number, x: number, y: number, rows: number, scale: number, factor: number): void
  pairBytes(period: number): number
  pairInit(state: number, period: number): void
  correlation(state: number, x: number, y: number, z: number, rows: number): void
  pairSlope(state: number, x: number, y: number, z: number, rows: number): void
  onBalance(state: number, close: number, volume: number, y: number, rows: number): void
  accumulation(
    state: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    y: number,
    rows: number,
  ): void
  shareBytes(period: number): number
  shareInit(state: number, period: number): void
  windowShare(state: number, pairs: number, sums: number, y: number, rows: number): void
  doubleShare(halves: number, period: number, sums: number, y: number, rows: number): void
  pressures(high: number, low: number, close: number, pairs: number, rows: number): void
  ultimate(short: number, middle: number, long: number, y: number, rows: number): void
  typicalPrice(high: number, low: number, close: number, y: number, rows: number): void
  moneyFlows(price: number, volume: number, up: number, down: number, rows: number): void
  balance(up: number, down: number, y: number, rows: number): void
  distanceBytes(period: number): number
  distanceInit(state: number, period: number): void
  channelIndex(state: number, price: number, mean: number, y: number, rows: number): void
  bands(
    middle: number,
    deviation: number,
    upper: number,
    lower: number,
    rows: number,
    up: number,
    down: number,
  ): void
  trendBytes(period: number): number
  trendInit(state: number, period: number): void
  weightedMean(state: number, x: number, y: number, rows: number): void
  line(state: number, x: number, y: number, rows: number, ahead: number): void
  slope(state: number, x: number, y: number, rows: number): void
  change(x: number, before: number, y: number, rows: number): void
  relativeChange(x: number, before: number, y: number, rows: number, factor: number): void
  returns(x: number, before: number, y: number, rows: number): void
  fraction(x: number, before: number, y: number, rows: number): void
  ratio(x: number, before: number, y: number, rows: number, factor: number): void
}
