/** Every candle pattern of TA-Lib against what the program itself finds in 300,000 bars of our own (test/data/indicators). */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as ours from '../../src/indicators/index.ts'
import { candleBars, tableOfColumns } from './synthetic-bars.ts'

interface Expected {
  readonly program: string
  readonly bars: number
  readonly patterns: Readonly<Record<string, Pattern>>
}

interface Pattern {
  readonly lookback: number
  /** Bars at which the pattern is found, the sum of its values, and the first of them with their values. */
  readonly hits: number
  readonly sum: number
  readonly first: readonly (readonly [number, number])[]
}

const TWINS: Readonly<Record<string, () => ours.Feature>> = {
  CDL2CROWS: ours.twoCrows,
  CDL3BLACKCROWS: ours.threeBlackCrows,
  CDL3INSIDE: ours.threeInside,
  CDL3LINESTRIKE: ours.threeLineStrike,
  CDL3OUTSIDE: ours.threeOutside,
  CDL3STARSINSOUTH: ours.threeStarsInTheSouth,
  CDL3WHITESOLDIERS: ours.threeWhiteSoldiers,
  CDLABANDONEDBABY: ours.abandonedBaby,
  CDLADVANCEBLOCK: ours.advanceBlock,
  CDLBELTHOLD: ours.beltHold,
  CDLBREAKAWAY: ours.breakaway,
  CDLCLOSINGMARUBOZU: ours.closingMarubozu,
  CDLCONCEALBABYSWALL: ours.concealingBabySwallow,
  CDLCOUNTERATTACK: ours.counterattack,
  CDLDARKCLOUDCOVER: ours.darkCloudCover,
  CDLDOJI: ours.doji,
  CDLDOJISTAR: ours.dojiStar,
  CDLDRAGONFLYDOJI: ours.dragonflyDoji,
  CDLENGULFING: ours.engulfing,
  CDLEVENINGDOJISTAR: ours.eveningDojiStar,
  CDLEVENINGSTAR: ours.eveningStar,
  CDLGAPSIDESIDEWHITE: ours.gapSideBySideWhite,
  CDLGRAVESTONEDOJI: ours.gravestoneDoji,
  CDLHAMMER: ours.hammer,
  CDLHANGINGMAN: ours.hangingMan,
  CDLHARAMI: ours.harami,
  CDLHARAMICROSS: ours.haramiCross,
  CDLHIGHWAVE: ours.highWave,
  CDLHIKKAKE: ours.hikkake,
  CDLHIKKAKEMOD: ours.hikkakeModified,
  CDLHOMINGPIGEON: ours.homingPigeon,
  CDLIDENTICAL3CROWS: ours.identicalThreeCrows,
  CDLINNECK: ours.inNeck,
  CDLINVERTEDHAMMER: ours.invertedHammer,
  CDLKICKING: ours.kicking,
  CDLKICKINGBYLENGTH: ours.kickingByLength,
  CDLLADDERBOTTOM: ours.ladderBottom,
  CDLLONGLEGGEDDOJI: ours.longLeggedDoji,
  CDLLONGLINE: ours.longLine,
  CDLMARUBOZU: ours.marubozu,
  CDLMATCHINGLOW: ours.matchingLow,
  CDLMATHOLD: ours.matHold,
  CDLMORNINGDOJISTAR: ours.morningDojiStar,
  CDLMORNINGSTAR: ours.morningStar,
  CDLONNECK: ours.onNeck,
  CDLPIERCING: ours.piercing,
  CDLRICKSHAWMAN: ours.rickshawMan,
  CDLRISEFALL3METHODS: ours.risingFallingThreeMethods,
  CDLSEPARATINGLINES: ours.separatingLines,
  CDLSHOOTINGSTAR: ours.shootingStar,
  CDLSHORTLINE: ours.shortLine,
  CDLSPINNINGTOP: ours.spinningTop,
  CDLSTALLEDPATTERN: ours.stalledPattern,
  CDLSTICKSANDWICH: ours.stickSandwich,
  CDLTAKURI: ours.takuri,
  CDLTASUKIGAP: ours.tasukiGap,
  CDLTHRUSTING: ours.thrusting,
  CDLTRISTAR: ours.tristar,
  CDLUNIQUE3RIVER: ours.uniqueThreeRiver,
  CDLUPSIDEGAP2CROWS: ours.upsideGapTwoCrows,
  CDLXSIDEGAP3METHODS: ours.gapThreeMethods,
}

const file = new URL('../data/indicators/talib-candles.json.gz', import.meta.url)
const expected = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Expected
const table = tableOfColumns(candleBars(expected.bars))

describe(expected.program, () => {
  it('has a twin for every pattern', () => {
    expect(Object.keys(TWINS).toSorted()).toEqual(Object.keys(expected.patterns).toSorted())
  })

  it.each(Object.entries(expected.patterns))('%s', (name, pattern) => {
    const feature = TWINS[name]!()
    const [values] = ours.computeFeatures(table, { feature }).columns
    const hits: [number, number][] = []
    let sum = 0
    for (let t = pattern.lookback; t < values!.length; t++) {
      if (values![t] === 0) continue
      hits.push([t, values![t]!])
      sum += values![t]!
    }
    expect(ours.warmUpOf(feature)).toBe(pattern.lookback)
    expect(hits.slice(0, pattern.first.length)).toEqual(pattern.first)
    expect([hits.length, sum]).toEqual([pattern.hits, pattern.sum])
  })
})
