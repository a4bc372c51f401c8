/** The volume, by name. */
import type { Definition } from '../definition.ts'
import { ad } from './ad.ts'
import { adosc } from './adosc.ts'
import { anchoredVwap } from './anchored-vwap.ts'
import { cmf } from './cmf.ts'
import { efi } from './efi.ts'
import { marketfi } from './marketfi.ts'
import { nvi } from './nvi.ts'
import { obv } from './obv.ts'
import { pvi } from './pvi.ts'
import { pvo } from './pvo.ts'
import { pvt } from './pvt.ts'
import { rvol } from './rvol.ts'
import { sessionVwap } from './session-vwap.ts'
import { vwap } from './vwap.ts'

export const VOLUME: readonly Definition[] = [
  ad,
  adosc,
  anchoredVwap,
  cmf,
  efi,
  marketfi,
  nvi,
  obv,
  pvi,
  pvo,
  pvt,
  rvol,
  sessionVwap,
  vwap,
].map(({ definition }) => definition)
