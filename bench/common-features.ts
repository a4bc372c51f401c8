/** Eighteen features as strategies have them, all kernels of one instrument: what the bench computes and proves. */
import {
  adx,
  atr,
  bbands,
  cci,
  donchian,
  ema,
  type Feature,
  kama,
  macd,
  mfi,
  obv,
  rsi,
  sma,
  stddev,
  stoch,
  willr,
  wma,
} from '../src/indicators/index.ts'

export type Features = Readonly<Record<string, Feature>>

export const COMMON_FEATURES: Features = {
  sma: sma(20),
  ema: ema(20),
  wma: wma(20),
  kama: kama(10),
  rsi: rsi(14),
  macd: macd(),
  signal: macd().signal,
  atr: atr({ period: 14 }),
  adx: adx({ period: 14 }),
  upper: bbands().upper,
  lower: bbands().lower,
  channel: donchian(20).upper,
  stoch: stoch(),
  cci: cci({ period: 20 }),
  mfi: mfi({ period: 14 }),
  willr: willr({ period: 14 }),
  obv: obv(),
  deviation: stddev(20),
}
