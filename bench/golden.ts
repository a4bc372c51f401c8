/**
 * What the peer benchmark must give: counts exactly, money and ratios to 1e-6 relative. The figures are those that ledgr
 * (blechturm/ledgr, dev/bench/peer_benchmark) and a Backtrader run of the same bars print.
 */

/** The figures of a run by name. */
export type Figures = Readonly<Record<string, number | null | undefined>>

const COUNTS: Figures = { instruments: 500, pulses: 1260, bars: 630_000, fills: 68_201, trades: 33_948 }

const MONEY: Figures = {
  finalEquity: 10_734_075.212_130_4,
  finalCash: 9_490_993.939_432_06,
  winRate: 0.406_680_805_938_494,
  averageTrade: 20.043_623_483_753_1,
  totalReturn: 0.073_407_521_213_042,
  annualReturn: 0.014_279_887_864_208,
  volatility: 0.003_931_248_926_399,
  sharpe: 3.608_779_501_157_384,
  maxDrawdown: -0.003_187_454_387_938,
}

const TOLERANCE = 1e-6

/** Throws with every figure that is missing or is not the known one. */
export function requireGolden(what: string, figures: Figures): void {
  const wrong = [
    ...Object.entries(COUNTS).filter(([name, wanted]) => figures[name] !== wanted),
    ...Object.entries(MONEY).filter(([name, wanted]) => !isNear(figures[name], wanted!)),
  ]
  if (wrong.length === 0) return
  const list = wrong.map(([name, wanted]) => `${name} is ${figures[name]}, not ${wanted}`)
  throw new Error(`${what} must give the known results of the peer benchmark, but ${list.join('; ')}.`)
}

function isNear(found: number | null | undefined, wanted: number): boolean {
  return typeof found === 'number' && Math.abs(found - wanted) <= TOLERANCE * Math.abs(wanted)
}
