import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  closeOf,
  createNormal,
  createRandom,
  decodeUtf8,
  defaultInstrument,
  deriveSeed,
  encodeUtf8,
  isoTime,
  nearestName,
  parseInterval,
  parseIsoTime,
  rowsByInstrument,
  type Sha256,
  tableOf,
} from './index.ts'

const sha256: Sha256 = (...chunks) => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

describe('canonicalJson', () => {
  it('sorts keys, drops what is undefined, writes -0 as 0', () => {
    expect(canonicalJson({ b: [1, -0, 'é'], a: null, c: undefined })).toBe('{"a":null,"b":[1,0,"é"]}')
  })
  it.each([
    [{ x: Number.NaN }, '$.x is NaN'],
    [{ x: [1, Number.POSITIVE_INFINITY] }, '$.x[1] is Infinity'],
    [{ x: new Map() }, '$.x is Map'],
    [{ x: () => 1 }, '$.x is function'],
  ])('refuses %j and names the place', (value, text) => {
    expect(() => canonicalJson(value)).toThrow(text)
  })
  it('parses back to an equal value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
      }),
    )
  })
})

describe('UTF-8', () => {
  it('agrees with the platform on every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = encodeUtf8(text)
        expect(Buffer.from(bytes)).toEqual(Buffer.from(text, 'utf8'))
        expect(decodeUtf8(bytes)).toBe(Buffer.from(text, 'utf8').toString('utf8'))
      }),
    )
  })
  it('decodes any bytes to some text', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeUtf8(bytes) === 'string'))
  })
})

describe('random numbers', () => {
  it('derive seeds as published', () => {
    expect(deriveSeed(sha256, 2026, { run_id: 'grid_abc', params: { n: 20 } })).toBe(350931654)
  })
  it('repeat for a seed and differ between seeds and streams', () => {
    const draw = (seed: number, stream?: number) => {
      const random = createRandom(seed, stream)
      return Array.from({ length: 5 }, random)
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(1, 1)).not.toEqual(draw(1, 2))
    expect(draw(0, 1_577_836_800_000)).not.toEqual(draw(0, 1_577_923_200_000))
  })
  it('are uniform in mean and variance, and their normals standard', () => {
    const random = createRandom(42)
    const uniform = Array.from({ length: 20_000 }, random)
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...uniform)).toBeLessThan(1)
    expect(mean(uniform)).toBeCloseTo(0.5, 2)
    expect(mean(uniform.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2)
    const normal = Array.from({ length: 20_000 }, createNormal(random))
    expect(Math.abs(mean(normal))).toBeLessThan(0.03)
    expect(mean(normal.map((z) => z * z))).toBeCloseTo(1, 1)
  })
})

describe('intervals', () => {
  it.each([
    ['1m', '2020-01-01T09:30:00Z', '2020-01-01T09:31:00Z'],
    ['1d', '2020-02-28', '2020-02-29'],
    ['1w', '2020-02-24', '2020-03-02'],
    ['1mo', '2020-01-01', '2020-02-01'],
    ['1mo', '2020-01-31', '2020-02-01'],
    ['3mo', '2020-11-02', '2021-02-01'],
  ])('%s that opens %s closes %s', (text, open, close) => {
    expect(closeOf(parseInterval(text), Date.parse(open))).toBe(Date.parse(close))
  })
  it.each(['', '0m', 'd', '1y', '-1d', '1.5h'])("refuses '%s'", (text) => {
    expect(() => parseInterval(text)).toThrow(/must read like 1m, 4h, 1d/)
  })
})

describe('times', () => {
  it('read back what was written', () => {
    expect(isoTime(Date.UTC(2020, 3, 17))).toBe('2020-04-17')
    expect(isoTime(Date.UTC(2020, 3, 17, 13, 30))).toBe('2020-04-17T13:30:00Z')
    expect(parseIsoTime('2020-04-17')).toBe(Date.UTC(2020, 3, 17))
    expect(parseIsoTime('2020-04-17T15:30:00+02:00')).toBe(Date.UTC(2020, 3, 17, 13, 30))
  })
  it.each(['2021-02-30', '17.04.2020', '2020-04-17T13:30:00', ''])("refuses '%s'", (text) => {
    expect(parseIsoTime(text)).toBeUndefined()
  })
})

describe('nearestName', () => {
  it('finds what was meant, and nothing where nothing is near', () => {
    expect(nearestName('quantitty', ['quantity', 'fast'])).toBe('quantity')
    expect(nearestName('zzz', ['quantity', 'fast'])).toBeUndefined()
  })
})

describe('tableOf', () => {
  const series = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
  it('orders any ragged histories by pulse, then instrument, and loses no bar', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 5 }), (histories) => {
        const bars = histories.map((times, i) => {
          const timeMs = Float64Array.from(times.toSorted((a, b) => a - b)).map((day) => day * 86_400_000)
          const values = timeMs.map((time) => time + i)
          const columns = { open: values, high: values, low: values, close: values, volume: values }
          return { instrument: defaultInstrument(`I${i}`), timeMs, ...columns }
        })
        const table = tableOf(bars.toReversed(), parseInterval('1d'))
        expect(table.pulseOpenMs).toEqual(
          Float64Array.from([...new Set(histories.flat())].sort((a, b) => a - b)).map(
            (day) => day * 86_400_000,
          ),
        )
        const rows = rowsByInstrument(table)
        bars.forEach(({ close }, i) => {
          expect(Float64Array.from(rows[i]!, (row) => table.close[row]!)).toEqual(close)
        })
        for (let p = 0; p < table.pulseOpenMs.length; p++) {
          const members = table.instrumentOf.slice(table.pulseStart[p]!, table.pulseStart[p + 1]!)
          expect(members).toEqual(members.toSorted())
          for (let row = table.pulseStart[p]!; row < table.pulseStart[p + 1]!; row++) {
            expect(table.close[row]).toBe(table.pulseOpenMs[p]! + table.instrumentOf[row]!)
          }
        }
      }),
    )
  })
  it('refuses two instruments of one id', () => {
    const timeMs = Float64Array.of(0)
    const one = {
      instrument: defaultInstrument('A'),
      timeMs,
      open: timeMs,
      high: timeMs,
      low: timeMs,
      close: timeMs,
      volume: timeMs,
    }
    expect(() => tableOf([one, one], parseInterval('1d'))).toThrow(/'A' occurs twice/)
  })
})
