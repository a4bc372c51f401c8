/** Which function of TA-Lib is which indicator, by name: all but a few have ours in capitals. */
import type { Definition } from '../src/indicators/definition.ts'

const OTHERS: Readonly<Record<string, string>> = {
  variance: 'VAR',
  'two-crows': 'CDL2CROWS',
  'three-black-crows': 'CDL3BLACKCROWS',
  'three-inside': 'CDL3INSIDE',
  'three-line-strike': 'CDL3LINESTRIKE',
  'three-outside': 'CDL3OUTSIDE',
  'three-stars-in-the-south': 'CDL3STARSINSOUTH',
  'three-white-soldiers': 'CDL3WHITESOLDIERS',
  'concealing-baby-swallow': 'CDLCONCEALBABYSWALL',
  'hikkake-modified': 'CDLHIKKAKEMOD',
  'rising-falling-three-methods': 'CDLRISEFALL3METHODS',
  'gap-three-methods': 'CDLXSIDEGAP3METHODS',
  'gap-side-by-side-white': 'CDLGAPSIDESIDEWHITE',
  'identical-three-crows': 'CDLIDENTICAL3CROWS',
  'unique-three-river': 'CDLUNIQUE3RIVER',
  'upside-gap-two-crows': 'CDLUPSIDEGAP2CROWS',
}

/** The names to try, the likeliest first: what TA-Lib does not have it leaves out. */
export function talibNames({ name }: Definition): readonly string[] {
  const capitals = name.toUpperCase()
  return [OTHERS[name] ?? capitals.replaceAll('-', '_'), `CDL${capitals.replaceAll('-', '')}`]
}
