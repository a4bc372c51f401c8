/** The volatility, by name. */
import type { Definition } from '../definition.ts'
import { adr } from './adr.ts'
import { atr } from './atr.ts'
import { cvi } from './cvi.ts'
import { garmanKlass } from './garman-klass.ts'
import { massi } from './massi.ts'
import { natr } from './natr.ts'
import { parkinson } from './parkinson.ts'
import { realisedVolatility } from './realised-volatility.ts'
import { rvi } from './rvi.ts'
import { trange } from './trange.ts'
import { yangZhang } from './yang-zhang.ts'

export const VOLATILITY: readonly Definition[] = [
  adr,
  atr,
  cvi,
  garmanKlass,
  massi,
  natr,
  parkinson,
  realisedVolatility,
  rvi,
  trange,
  yangZhang,
].map(({ definition }) => definition)
