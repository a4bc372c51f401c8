/** Every indicator, by name: what `indicators list` shows and every-indicator.test.ts proves. */
import { atr } from './atr.ts'
import type { Definition } from './definition.ts'
import { donchian } from './donchian.ts'
import { ema } from './ema.ts'
import { lag } from './lag.ts'
import { roc } from './roc.ts'
import { rsi } from './rsi.ts'
import { sma } from './sma.ts'

export const INDICATORS: readonly Definition[] = [atr, donchian, ema, lag, roc, rsi, sma].map(
  ({ definition }) => definition,
)
