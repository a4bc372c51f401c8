/** Volume-weighted mean and variance of a price since a restart, updated without cancellation (D. West, CACM 22(9), 1979). */

export interface WeightedPrice {
  volume: number
  mean: number
  variance: number
}

export function weightedPrice(): WeightedPrice {
  return { volume: 0, mean: Number.NaN, variance: Number.NaN }
}

export function restartPrice(state: WeightedPrice): void {
  state.volume = 0
  state.mean = Number.NaN
  state.variance = Number.NaN
}

/** Takes a price and its volume. While no volume has been traded the mean is the newest price. */
export function pushPrice(state: WeightedPrice, price: number, volume: number): void {
  if (state.volume === 0) {
    state.mean = price
    state.variance = 0
    state.volume = volume
    return
  }
  const whole = state.volume + volume
  const change = price - state.mean
  state.mean += (change * volume) / whole
  state.variance = (state.variance * state.volume + change * (price - state.mean) * volume) / whole
  state.volume = whole
}
