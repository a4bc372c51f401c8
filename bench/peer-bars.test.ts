import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { exp, fma, log } from './c-math.ts'
import { isoDates, PEER_HEADER, type PeerShape, peerCsvOf, peerDays, peerSeries } from './peer-bars.ts'
import { quantile } from './r-random.ts'

const SMALL: PeerShape = { instruments: 3, days: 40, seed: 20_260_530 }
const REFERENCE = fileURLToPath(new URL('../../shared/bench/peer_bars.py', import.meta.url))

function csvOf(shape: PeerShape): string {
  const dates = isoDates(peerDays(shape.days))
  return PEER_HEADER + [...peerSeries(shape)].map((series) => peerCsvOf(series, dates)).join('')
}

const linesThatDiffer = (a: string, b: string): string[] => {
  const others = b.split('\n')
  return a.split('\n').filter((line, index) => line !== others[index])
}

describe('the bars of the peer benchmark', () => {
  it('are, to the byte, those that the reference generator wrote on glibc 2.36', () => {
    const hash = createHash('sha256').update(csvOf(SMALL)).digest('hex')
    expect(hash).toBe('6c0819b1ea848162184ce9d8a6475a58a829a7fd623e0b9399f8cb84a495e50d')
  })

  // The generator in Python lies beside the checkout, if at all.
  it.runIf(existsSync(REFERENCE) && spawnSync('python3', ['--version']).status === 0)(
    'are those that the reference generator writes now, for other shapes and seeds',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'throughline-peer-bars-'))
      try {
        for (const shape of [SMALL, { instruments: 7, days: 300, seed: 1 }]) {
          const file = join(folder, 'bars.csv')
          execFileSync('python3', [
            REFERENCE,
            ...[shape.instruments, shape.days, shape.seed].map(String),
            file,
          ])
          expect(linesThatDiffer(csvOf(shape), readFileSync(file, 'utf8'))).toEqual([])
        }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )

  it('have lows and highs that hold opens and closes', () => {
    for (const { open, high, low, close } of peerSeries({ ...SMALL, days: 500 })) {
      const holds = open.every(
        (value, t) => Math.min(value, close[t]!) >= low[t]! && Math.max(value, close[t]!) <= high[t]!,
      )
      expect(holds).toBe(true)
    }
  })
})

describe('the arithmetic behind them', () => {
  it('rounds a fused multiply-add once', () => {
    const tiny = 2 ** -52
    expect(fma(1 + tiny, 1 + tiny, -(1 + 2 * tiny))).toBe(tiny * tiny)
    expect(fma(0.1, 10, -1)).toBe(5.551115123125783e-17)
    expect(fma(3, 5, 7)).toBe(22)
  })

  it('gives exponentials and logarithms within an ulp of the platform', () => {
    for (let x = -3; x < 3; x += 0.0137) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(2 ** -52)
    }
    for (let p = 1e-9; p < 0.08; p *= 1.013) {
      expect(Math.abs(log(p) / Math.log(p) - 1)).toBeLessThanOrEqual(2 ** -52)
    }
  })

  it('gives the normal quantiles that tables print', () => {
    expect(quantile(0.5)).toBe(0)
    expect(quantile(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(quantile(0.001)).toBeCloseTo(-3.090232306167813, 14)
    expect(quantile(1e-20)).toBeCloseTo(-9.262340089798408, 13)
  })
})
