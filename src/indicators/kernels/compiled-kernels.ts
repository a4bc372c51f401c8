/**
 * What wasm/index.ts exports, in its order. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says, or the numbers that the file in wasm/ lists.
 */
export interface CompiledKernels {
  kama(state: number, x: number, y: number, rows: number): void
  kamaBytes(period: number): number
  mama(
    state: number,
    x: number,
    inPhase: number,
    quadrature: number,
    y: number,
    following: number,
    rows: number,
  ): void
  degrees(x: number, y: number, rows: number): void
  bands(
    middle: number,
    deviation: number,
    upper: number,
    lower: number,
    rows: number,
    up: number,
    down: number,
  ): void
  above(a: number, b: number, factor: number, bits: number, rows: number): void
  aroundEqual(
    x: number,
    high: number,
    low: number,
    rangesOfFour: number,
    more: number,
    less: number,
    rows: number,
  ): void
  candleEnds(open: number, close: number, tops: number, bottoms: number, rows: number): void
  candleShadows(
    open: number,
    high: number,
    low: number,
    close: number,
    bodies: number,
    uppers: number,
    lowers: number,
    rows: number,
  ): void
  /** `factor` is a number, here and below. */
  candleSums(
    a: number,
    b: number,
    twos: number,
    fours: number,
    means: number,
    factor: number,
    rows: number,
  ): void
  clear(y: number, rows: number): void
  everyRow(bits: number, first: number, rows: number): void
  listRows(bits: number, row: number, list: number, words: number): number
  meanShadow(
    rangesOfTwo: number,
    rangesOfFour: number,
    bodiesOfTwo: number,
    bodiesOfFour: number,
    y: number,
    rows: number,
  ): void
  /** How many rows are left. */
  narrow(bits: number, fact: number, ago: number, flip: number, words: number): number
  offMiddle(
    open: number,
    high: number,
    low: number,
    close: number,
    rangesOfFour: number,
    y: number,
    rows: number,
  ): void
  reaches(a: number, b: number, bits: number, rows: number): void
  storeWhere(bits: number, y: number, value: number, words: number): void
  unite(sum: number, bits: number, words: number): void
  doji(open: number, high: number, low: number, close: number, y: number, rows: number): void
  engulfing(open: number, close: number, y: number, rows: number): void
  change(x: number, before: number, y: number, rows: number): void
  fraction(x: number, before: number, y: number, rows: number): void
  percentChange: Elementwise
  ratio(x: number, before: number, y: number, rows: number, factor: number): void
  relativeChange(x: number, before: number, y: number, rows: number, factor: number): void
  channelIndex(state: number, price: number, mean: number, y: number, rows: number): void
  distanceBytes(period: number): number
  distanceInit(state: number, period: number): void
  meanDistance(state: number, price: number, mean: number, y: number, rows: number): void
  accelerations(high: number, low: number, up: number, down: number, rows: number): void
  add: Elementwise
  distance: Elementwise
  divideOrZero: Elementwise
  multiply: Elementwise
  /** `factor` is an address. */
  scale(x: number, factor: number, z: number, rows: number): void
  shareOfPath(x: number, y: number, path: number, z: number, rows: number): void
  subtract: Elementwise
  /** 2 x - y */
  twiceLess: Elementwise
  ema(state: number, x: number, y: number, rows: number): void
  emaOfDifference(state: number, x: number, less: number, y: number, rows: number): void
  emaQuotient(state: number, x: number, less: number, y: number, rows: number): void
  emaSixfold(state: number, x: number, y: number, rows: number): void
  emaThrice(state: number, x: number, y: number, rows: number): void
  emaTwice(state: number, x: number, y: number, rows: number): void
  relativeSpread(fast: number, slow: number, x: number, y: number, rows: number): void
  spread(fast: number, slow: number, x: number, y: number, rows: number): void
  trix(state: number, x: number, y: number, rows: number): void
  max: OfWindow
  min: OfWindow
  /** 0 where every one of the rows is finite, else NaN. */
  finite(x: number, rows: number): number
  balance(up: number, down: number, y: number, rows: number): void
  bySign(x: number, y: number, up: number, down: number, rows: number): void
  moneyFlows(price: number, volume: number, up: number, down: number, rows: number): void
  netShare(up: number, down: number, y: number, rows: number): void
  confirmBreaks(
    list: number,
    count: number,
    high: number,
    low: number,
    close: number,
    y: number,
    rows: number,
    room: number,
  ): number
  cycleMeans(x: number, periods: number, y: number, rows: number): void
  hilbert(
    state: number,
    x: number,
    inPhases: number,
    quadratures: number,
    periods: number,
    rows: number,
    detrended: number,
    quadrants: number,
    room: number,
  ): void
  trendline(means: number, y: number, rows: number): void
  deviation(state: number, x: number, y: number, rows: number, scale: number, factor: number): void
  momentBytes(period: number): number
  momentInit(state: number, period: number): void
  variance(state: number, x: number, y: number, rows: number, scale: number): void
  adosc(
    state: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    y: number,
    rows: number,
  ): void
  fromMiddle(highest: number, lowest: number, x: number, rows: number): void
  macd(states: number, x: number, line: number, average: number, histogram: number, rows: number): void
  correlation(state: number, x: number, y: number, z: number, rows: number): void
  pairBytes(period: number): number
  pairInit(state: number, period: number): void
  pairSlope(state: number, x: number, y: number, z: number, rows: number): void
  /** `state` holds 13 doubles; `room` is for 256. */
  parabolic(
    state: number,
    high: number,
    low: number,
    y: number,
    rows: number,
    isSigned: number,
    room: number,
  ): void
  pressures(high: number, low: number, close: number, pairs: number, rows: number): void
  ultimate(short: number, middle: number, long: number, y: number, rows: number): void
  averagePrice(open: number, high: number, low: number, close: number, y: number, rows: number): void
  balanceOfPower(open: number, high: number, low: number, close: number, y: number, rows: number): void
  marketFacilitation(high: number, low: number, volume: number, y: number, rows: number): void
  medianPrice(high: number, low: number, y: number, rows: number): void
  typicalPrice(high: number, low: number, close: number, y: number, rows: number): void
  weightedClose(high: number, low: number, close: number, y: number, rows: number): void
  belowHighest: OfRange
  midpoint(high: number, low: number, y: number, rows: number, period: number, room: number): void
  position: OfRange
  percentile(
    sorted: number,
    x: number,
    y: number,
    rows: number,
    period: number,
    place: number,
    seen: number,
  ): void
  percentRank(x: number, y: number, rows: number, period: number): void
  compound(state: number, close: number, volume: number, y: number, rows: number): void
  cumulative(state: number, x: number, y: number, rows: number): void
  priceVolume(state: number, close: number, volume: number, y: number, rows: number): void
  weightedByVolume(
    state: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    y: number,
    rows: number,
  ): void
  williams(state: number, high: number, low: number, close: number, y: number, rows: number): void
  doubleShare(halves: number, period: number, sums: number, y: number, rows: number): void
  shareBytes(period: number): number
  shareInit(state: number, period: number): void
  shareOnly(state: number, pairs: number, y: number, rows: number): void
  windowShare(state: number, pairs: number, sums: number, y: number, rows: number): void
  smoothedChange(states: number, x: number, y: number, rows: number): void
  smoothedShare(states: number, parts: number, wholes: number, y: number, rows: number): void
  lessMean(state: number, x: number, y: number, rows: number, divisor: number): void
  mean(state: number, x: number, y: number, rows: number, divisor: number): void
  meanDifference(state: number, x: number, before: number, y: number, rows: number, divisor: number): void
  sum(state: number, x: number, y: number, rows: number): void
  sumBytes(period: number): number
  sumDistances(state: number, x: number, before: number, y: number, rows: number): void
  sumInit(state: number, period: number): void
  supertrend(
    state: number,
    high: number,
    low: number,
    close: number,
    range: number,
    y: number,
    direction: number,
    rows: number,
  ): void
  fractals(
    high: number,
    low: number,
    tops: number,
    bottoms: number,
    rows: number,
    left: number,
    right: number,
  ): void
  aroon(high: number, low: number, up: number, down: number, rows: number, period: number, room: number): void
  aroonDifference(high: number, low: number, y: number, rows: number, period: number, room: number): void
  maxAge: OfWindow
  minAge: OfWindow
  line(state: number, x: number, y: number, rows: number, ahead: number): void
  slope(state: number, x: number, y: number, rows: number): void
  trendBytes(period: number): number
  trendInit(state: number, period: number): void
  weightedMean(state: number, x: number, y: number, rows: number): void
  accumulation(
    state: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    y: number,
    rows: number,
  ): void
  closeFlows(high: number, low: number, close: number, volume: number, pairs: number, rows: number): void
  meanWhereNone(pairs: number, sum: number, y: number, rows: number, period: number): void
  onBalance(state: number, close: number, volume: number, y: number, rows: number): void
  priceFlows(price: number, volume: number, pairs: number, rows: number): void
  /** 0 where every sum is finite, else NaN. */
  wideSum(state: number, x: number, y: number, rows: number, divisor: number): number
  wideSumBytes(period: number, lanes: number): number
  wideSumInit(state: number, period: number, lanes: number): void
  averageRange(state: number, high: number, low: number, close: number, y: number, rows: number): void
  decay(state: number, first: number, second: number, rows: number): void
  directionalIndex(state: number, x: number, y: number, z: number, rows: number): void
  gains(x: number, rises: number, falls: number, rows: number): void
  moves(high: number, low: number, plus: number, minus: number, rows: number): void
  percent(x: number, y: number, z: number, rows: number): void
  relativeRange(state: number, high: number, low: number, close: number, y: number, rows: number): void
  share(x: number, y: number, z: number, rows: number, part: number): void
  trueRanges(high: number, low: number, close: number, y: number, rows: number): void
  vortexPairs(high: number, low: number, close: number, rises: number, falls: number, rows: number): void
}

/** `room` is for `rows + period` values, twice as many where ages are asked for. */
type OfWindow = (x: number, y: number, rows: number, period: number, room: number) => void

/** `room` is for twice `rows + period` values. */
type OfRange = (
  high: number,
  low: number,
  x: number,
  y: number,
  rows: number,
  period: number,
  room: number,
) => void

/** z = x op y, row by row; z may be one of them. */
type Elementwise = (x: number, y: number, z: number, rows: number) => void
