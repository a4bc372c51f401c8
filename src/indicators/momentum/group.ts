/** The momentum, by name. */
import type { Definition } from '../definition.ts'
import { ac } from './ac.ts'
import { adx } from './adx.ts'
import { adxr } from './adxr.ts'
import { ao } from './ao.ts'
import { apo } from './apo.ts'
import { aroon } from './aroon.ts'
import { aroonosc } from './aroonosc.ts'
import { bop } from './bop.ts'
import { cci } from './cci.ts'
import { cmo } from './cmo.ts'
import { cmou } from './cmou.ts'
import { coppock } from './coppock.ts'
import { dpo } from './dpo.ts'
import { dx } from './dx.ts'
import { er } from './er.ts'
import { eri } from './eri.ts'
import { fosc } from './fosc.ts'
import { fractal } from './fractal.ts'
import { imi } from './imi.ts'
import { kdj } from './kdj.ts'
import { lag } from './lag.ts'
import { macd } from './macd.ts'
import { macdext } from './macdext.ts'
import { macdfix } from './macdfix.ts'
import { mfi } from './mfi.ts'
import { minusDi } from './minus-di.ts'
import { minusDm } from './minus-dm.ts'
import { mom } from './mom.ts'
import { plusDi } from './plus-di.ts'
import { plusDm } from './plus-dm.ts'
import { ppo } from './ppo.ts'
import { qstick } from './qstick.ts'
import { roc } from './roc.ts'
import { rocp } from './rocp.ts'
import { rocr } from './rocr.ts'
import { rocr100 } from './rocr100.ts'
import { rsi } from './rsi.ts'
import { smi } from './smi.ts'
import { stoch } from './stoch.ts'
import { stochf } from './stochf.ts'
import { stochrsi } from './stochrsi.ts'
import { trix } from './trix.ts'
import { tsi } from './tsi.ts'
import { ultosc } from './ultosc.ts'
import { vhf } from './vhf.ts'
import { vortex } from './vortex.ts'
import { wad } from './wad.ts'
import { willr } from './willr.ts'

export const MOMENTUM: readonly Definition[] = [
  ac,
  adx,
  adxr,
  ao,
  apo,
  aroon,
  aroonosc,
  bop,
  cci,
  cmo,
  cmou,
  coppock,
  dpo,
  dx,
  er,
  eri,
  fosc,
  fractal,
  imi,
  kdj,
  lag,
  macd,
  macdext,
  macdfix,
  mfi,
  minusDi,
  minusDm,
  mom,
  plusDi,
  plusDm,
  ppo,
  qstick,
  roc,
  rocp,
  rocr,
  rocr100,
  rsi,
  smi,
  stoch,
  stochf,
  stochrsi,
  trix,
  tsi,
  ultosc,
  vhf,
  vortex,
  wad,
  willr,
].map(({ definition }) => definition)
