/** Which of our features is which TA-Lib function: by its name, from its parameters, output by output. */
import * as ours from '../../src/indicators/index.ts'

type Feature = ours.Feature
type Params = Readonly<Record<string, number>>
type Twin = (p: Params) => Readonly<Record<string, Feature>>

/** TA-Lib's MAType. */
const KINDS = ['sma', 'ema', 'wma', 'dema', 'tema', 'trima', 'kama', 'mama', 't3'] as const

function kindOf(type: number): Exclude<(typeof KINDS)[number], 'mama'> | 'rma' {
  const kind = type === 13 ? 'rma' : KINDS[type]
  if (kind === undefined || kind === 'mama') throw new Error(`no average for MAType ${type}`)
  return kind
}

const real =
  (make: (p: Params) => Feature): Twin =>
  (p) => ({ real: make(p) })
const byPeriod = (make: (period: number) => Feature): Twin => real((p) => make(p['timeperiod']!))

export const TALIB: Readonly<Record<string, Twin>> = {
  SMA: byPeriod(ours.sma),
  EMA: byPeriod(ours.ema),
  WMA: byPeriod(ours.wma),
  DEMA: byPeriod(ours.dema),
  TEMA: byPeriod(ours.tema),
  TRIMA: byPeriod(ours.trima),
  KAMA: byPeriod(ours.kama),
  RMA: byPeriod(ours.rma),
  HMA: byPeriod(ours.hma),
  ZLEMA: byPeriod(ours.zlema),
  VWMA: byPeriod(ours.vwma),
  MIDPOINT: byPeriod(ours.midpoint),
  MIDPRICE: byPeriod(ours.midprice),
  T3: real((p) => ours.t3(p['timeperiod']!, p['vfactor']!)),
  MA: real((p) => ours.ma({ period: p['timeperiod']!, kind: kindOf(p['matype']!) })),
  MAVP: real((p) =>
    ours.mavp({
      period: ours.divide(ours.price.volume, 3_000),
      low: p['minperiod']!,
      high: p['maxperiod']!,
      kind: kindOf(p['matype']!),
    }),
  ),
  MAMA: (p) => {
    const { value, following } = ours.mama(p['fastlimit']!, p['slowlimit']!)
    return { mama: value, fama: following }
  },
  HT_TRENDLINE: real(() => ours.htTrendline()),
  BBANDS: (p) => {
    const { upper, middle, lower } = ours.bbands({
      period: p['timeperiod']!,
      up: p['nbdevup']!,
      down: p['nbdevdn']!,
      kind: kindOf(p['matype']!),
    })
    return { upperband: upper, middleband: middle, lowerband: lower }
  },
  ACCBANDS: (p) => {
    const { upper, middle, lower } = ours.accbands(p['timeperiod']!)
    return { upperband: upper, middleband: middle, lowerband: lower }
  },
  KC: (p) => {
    const { upper, middle, lower } = ours.keltner(p['timeperiod']!, p['atrperiod']!, p['nbdev']!)
    return { upperband: upper, middleband: middle, lowerband: lower }
  },
  DONCHIAN: (p) => {
    const { upper, middle, lower } = ours.donchian(p['timeperiod']!)
    return { upperband: upper, middleband: middle, lowerband: lower }
  },
  SUPERTREND: (p) => {
    const { value, direction } = ours.supertrend(p['timeperiod']!, p['multiplier']!)
    return { supertrend: value, trend: direction }
  },
  SAR: real((p) => ours.sar(p['acceleration']!, p['maximum']!)),
  SAREXT: real((p) =>
    ours.sarext({
      start: p['startvalue']!,
      offset: p['offsetonreverse']!,
      initLong: p['accelerationinitlong']!,
      stepLong: p['accelerationlong']!,
      maxLong: p['accelerationmaxlong']!,
      initShort: p['accelerationinitshort']!,
      stepShort: p['accelerationshort']!,
      maxShort: p['accelerationmaxshort']!,
    }),
  ),
  MOM: byPeriod(ours.mom),
  ROC: byPeriod(ours.roc),
  ROCP: byPeriod(ours.rocp),
  ROCR: byPeriod(ours.rocr),
  ROCR100: byPeriod(ours.rocr100),
  RSI: byPeriod(ours.rsi),
  CMO: byPeriod(ours.cmo),
  CMOU: byPeriod(ours.cmou),
  IMI: byPeriod(ours.imi),
  MFI: byPeriod(ours.mfi),
  CCI: byPeriod(ours.cci),
  WILLR: byPeriod(ours.willr),
  TRIX: byPeriod(ours.trix),
  PLUS_DI: byPeriod(ours.plusDi),
  MINUS_DI: byPeriod(ours.minusDi),
  PLUS_DM: byPeriod(ours.plusDm),
  MINUS_DM: byPeriod(ours.minusDm),
  DX: byPeriod(ours.dx),
  ADX: byPeriod(ours.adx),
  ADXR: byPeriod(ours.adxr),
  AROON: (p) => {
    const { up, down } = ours.aroon(p['timeperiod']!)
    return { aroondown: down, aroonup: up }
  },
  AROONOSC: byPeriod(ours.aroonosc),
  BOP: real(() => ours.bop()),
  DPO: byPeriod(ours.dpo),
  ER: byPeriod(ours.er),
  ERI: (p) => {
    const { bull, bear } = ours.eri(p['timeperiod']!)
    return { bullpower: bull, bearpower: bear }
  },
  FOSC: byPeriod(ours.fosc),
  QSTICK: byPeriod(ours.qstick),
  VHF: byPeriod(ours.vhf),
  VORTEX: (p) => {
    const { plus, minus } = ours.vortex(p['timeperiod']!)
    return { plusvi: plus, minusvi: minus }
  },
  WAD: real(() => ours.wad()),
  AO: real((p) => ours.ao(p['fastperiod']!, p['slowperiod']!)),
  AC: real((p) => ours.ac(p['fastperiod']!, p['slowperiod']!, p['signalperiod']!)),
  COPPOCK: real((p) => ours.coppock(p['wmaperiod']!, p['roc1period']!, p['roc2period']!)),
  TSI: real((p) => ours.tsi(p['firstperiod']!, p['secondperiod']!)),
  SMI: (p) => {
    const { smi, signal } = ours.smi(p['timeperiod']!, p['fastperiod']!, p['slowperiod']!, p['signalperiod']!)
    return { smi, smisignal: signal }
  },
  ULTOSC: real((p) => ours.ultosc(p['timeperiod1']!, p['timeperiod2']!, p['timeperiod3']!)),
  MACD: (p) => macdOf(ours.macd(p['fastperiod']!, p['slowperiod']!, p['signalperiod']!)),
  MACDFIX: (p) => macdOf(ours.macdfix(p['signalperiod']!)),
  MACDEXT: (p) =>
    macdOf(
      ours.macdext({
        fast: p['fastperiod']!,
        fastKind: kindOf(p['fastmatype']!),
        slow: p['slowperiod']!,
        slowKind: kindOf(p['slowmatype']!),
        signal: p['signalperiod']!,
        signalKind: kindOf(p['signalmatype']!),
      }),
    ),
  APO: real((p) => ours.apo(p['fastperiod']!, p['slowperiod']!, kindOf(p['matype']!))),
  PPO: real((p) => ours.ppo(p['fastperiod']!, p['slowperiod']!, kindOf(p['matype']!))),
  STOCH: (p) => {
    const { slowK, slowD } = ours.stoch({
      period: p['fastk_period']!,
      k: p['slowk_period']!,
      kKind: kindOf(p['slowk_matype']!),
      d: p['slowd_period']!,
      dKind: kindOf(p['slowd_matype']!),
    })
    return { slowk: slowK, slowd: slowD }
  },
  STOCHF: (p) => {
    const { fastK, fastD } = ours.stochf(p['fastk_period']!, p['fastd_period']!, kindOf(p['fastd_matype']!))
    return { fastk: fastK, fastd: fastD }
  },
  STOCHRSI: (p) => {
    const { fastK, fastD } = ours.stochrsi({
      period: p['timeperiod']!,
      range: p['fastk_period']!,
      d: p['fastd_period']!,
      dKind: kindOf(p['fastd_matype']!),
    })
    return { fastk: fastK, fastd: fastD }
  },
  KDJ: (p) => {
    const { k, d, j } = ours.kdj(
      p['fastk_period']!,
      p['slowk_period']!,
      p['slowd_period']!,
      kindOf(p['slowk_matype']!),
    )
    return { k, d, j }
  },
  ATR: byPeriod(ours.atr),
  NATR: byPeriod(ours.natr),
  TRANGE: real(() => ours.trange()),
  ADR: byPeriod(ours.adr),
  CVI: real((p) => ours.cvi(p['timeperiod']!, p['rocperiod']!)),
  MASSI: real((p) => ours.massi(p['fastperiod']!, p['slowperiod']!)),
  RVI: real((p) => ours.rvi(p['timeperiod']!, p['stddevperiod']!)),
  AD: real(() => ours.ad()),
  ADOSC: real((p) => ours.adosc(p['fastperiod']!, p['slowperiod']!)),
  CMF: byPeriod(ours.cmf),
  EFI: byPeriod(ours.efi),
  MARKETFI: real(() => ours.marketfi()),
  NVI: real(() => ours.nvi()),
  PVI: real(() => ours.pvi()),
  OBV: real(() => ours.obv()),
  PVO: real((p) => ours.pvo(p['fastperiod']!, p['slowperiod']!, kindOf(p['matype']!))),
  PVT: real(() => ours.pvt()),
  RVOL: byPeriod(ours.rvol),
  VWAP: real(() => ours.vwap()),
  AVGPRICE: real(() => ours.avgprice()),
  MEDPRICE: real(() => ours.medprice()),
  TYPPRICE: real(() => ours.typprice()),
  WCLPRICE: real(() => ours.wclprice()),
  HA: () => {
    const { open, high, low, close } = ours.heikinAshi()
    return { haopen: open, hahigh: high, halow: low, haclose: close }
  },
  MAX: byPeriod(ours.max),
  MIN: byPeriod(ours.min),
  SUM: byPeriod(ours.sum),
  CUMSUM: real(() => ours.cumsum()),
  MINMAX: (p) => {
    const { low, high } = ours.minmax(p['timeperiod']!)
    return { min: low, max: high }
  },
  AVGDEV: byPeriod(ours.avgdev),
  STDDEV: real((p) => ours.stddev(p['timeperiod']!, p['nbdev']!)),
  VAR: byPeriod(ours.variance),
  LINEARREG: byPeriod(ours.linearreg),
  LINEARREG_SLOPE: byPeriod(ours.linearregSlope),
  LINEARREG_ANGLE: byPeriod(ours.linearregAngle),
  LINEARREG_INTERCEPT: byPeriod(ours.linearregIntercept),
  TSF: byPeriod(ours.tsf),
  CORREL: byPeriod((period) => ours.correl(ours.price.high, ours.price.low, period)),
  BETA: byPeriod((period) => ours.beta(ours.price.high, ours.price.low, period)),
  PERCENTILE: real((p) => ours.percentile(p['timeperiod']!, p['percentile']!)),
  PERCENTRANK: byPeriod(ours.percentrank),
  HT_DCPERIOD: real(() => ours.htDcperiod()),
  HT_DCPHASE: real(() => ours.htDcphase()),
  HT_PHASOR: () => {
    const { inPhase, quadrature } = ours.htPhasor()
    return { inphase: inPhase, quadrature }
  },
  HT_SINE: () => {
    const { sine, lead } = ours.htSine()
    return { sine, leadsine: lead }
  },
  HT_TRENDMODE: () => ({ integer: ours.htTrendmode() }),
  FRACTAL: (p) => {
    const { swingHigh, swingLow } = ours.fractal(p['leftbars']!, p['rightbars']!)
    return { swinghigh: swingHigh, swinglow: swingLow }
  },
  MAXINDEX: (p) => ({ integer: ours.maxAge(p['timeperiod']!) }),
  MININDEX: (p) => ({ integer: ours.minAge(p['timeperiod']!) }),
  MINMAXINDEX: (p) => ({ minidx: ours.minAge(p['timeperiod']!), maxidx: ours.maxAge(p['timeperiod']!) }),
}

function macdOf(node: Readonly<Record<'macd' | 'signal' | 'histogram', Feature>>): Record<string, Feature> {
  return { macd: node.macd, macdsignal: node.signal, macdhist: node.histogram }
}
