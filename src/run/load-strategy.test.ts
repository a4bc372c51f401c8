import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { InvariantError, UsageError } from '../model/index.ts'
import { isStrategy } from '../strategy/index.ts'
import { type LoadOptions, loadStrategy, loadStrategyText } from './load-strategy.ts'
import { evaluateStrategy } from './sandbox.ts'
import { strategyDoor } from './strategy-door.ts'
import { explainStrategyError, strategyFrame } from './strategy-errors.ts'
import { strategyHead } from './strategy-text.ts'

interface Made {
  readonly made: true
  decide(pulse: unknown): unknown
}

const options: LoadOptions<Made> = {
  api: { defineStrategy: (definition: object) => ({ made: true, ...definition }) },
  seed: 7,
  isStrategy: (value): value is Made => typeof value === 'object' && value !== null && 'made' in value,
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function fileOf(text: string): string {
  const file = join(folder, `x${Math.random()}.ts`)
  writeFileSync(file, text)
  return file
}

const deciding = (body: string): string =>
  `import { defineStrategy } from 'throughline'\nexport default defineStrategy({\n  name: 'x',\n  decide(pulse: any) {\n    ${body}\n  },\n})\n`

/** What `body` returns inside the sandbox; the preflight, which would refuse most of it, is left out. */
function inSandbox(body: string, seed = 7): unknown {
  const text = `${strategyHead([])}// strategy\nexports.default = require('throughline').defineStrategy({ decide: (pulse) => { ${body} } })`
  return evaluateStrategy(text, { ...options, seed }).decide(undefined)
}

function thrownBy(run: () => unknown): UsageError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error as UsageError
  }
  throw new Error('nothing was thrown')
}

describe('loading', () => {
  test('gives the same strategy from the file and from its stored text', async () => {
    const file = fileOf(deciding('return [Math.random(), Math.random(), pulse.n]'))
    const loaded = await loadStrategy(file, options)
    const again = loadStrategyText(loaded.bundle.text, options)
    expect(again.bundle.hash).toBe(loaded.bundle.hash)
    expect([again.tier, loaded.tier]).toEqual([2, 2])
    expect(loaded.randomness).toMatchObject([
      { file, line: 5 },
      { file, line: 5 },
    ])
    const numbers = loaded.strategy.decide({ n: 3 })
    expect(again.strategy.decide({ n: 3 })).toEqual(numbers)
    expect(
      loadStrategyText(loaded.bundle.text, { ...options, seed: 8 }).strategy.decide({ n: 3 }),
    ).not.toEqual(numbers)
  })

  test('gives every accepted strategy of the corpus through the real door', async () => {
    const corpus = fileURLToPath(new URL('../../test/data/strategies/accepted/', import.meta.url))
    for (const name of readdirSync(corpus)) {
      const { strategy } = await loadStrategy(join(corpus, name), { api: strategyDoor, seed: 1, isStrategy })
      expect(strategy.name).toBe(name.split('.')[0])
    }
  })

  test('refuses what is not reproducible before any of it runs', async () => {
    const file = fileOf(`throw new Error('ran')\n${deciding('return Date.now()')}`)
    await expect(loadStrategy(file, options)).rejects.toMatchObject({ code: 'STRATEGY_NOT_REPRODUCIBLE' })
  })

  test('refuses a name that throughline does not offer', async () => {
    const imports = `import { defineStrateg } from 'throughline'\nimport * as all from 'throughline'\n`
    const file = fileOf(`${imports}export default defineStrateg({ a: all.defineStrategy })\n`)
    await expect(loadStrategy(file, options)).rejects.toMatchObject({
      code: 'UNKNOWN_IMPORT',
      message: expect.stringContaining("asks for 'defineStrateg'. Did you mean 'defineStrategy'?"),
      details: { file, line: 3 },
    })
    const all = fileOf(`${imports.split('\n')[1]}\nexport default all.defineStrategy({ a: all.smaa })\n`)
    await expect(loadStrategy(all, options)).rejects.toMatchObject({
      code: 'UNKNOWN_IMPORT',
      details: { line: 2 },
    })
  })

  test('asks for a default export that defineStrategy made', async () => {
    await expect(
      loadStrategy(fileOf('export const a = 1\nexport const b = 2\n'), options),
    ).rejects.toMatchObject({
      code: 'STRATEGY_HAS_NO_DEFAULT_EXPORT',
      message: expect.stringContaining('but it exports a, b'),
    })
    await expect(loadStrategy(fileOf('export default { name: 1 }\n'), options)).rejects.toMatchObject({
      code: 'NOT_A_STRATEGY',
    })
    await expect(loadStrategy(fileOf('export default null\n'), options)).rejects.toMatchObject({
      code: 'NOT_A_STRATEGY',
    })
  })

  test('says where the module itself throws', async () => {
    const file = fileOf('const limits: any = null\nexport default limits.window\n')
    await expect(loadStrategy(file, options)).rejects.toMatchObject({
      code: 'STRATEGY_THREW',
      details: { file, line: 2, sourceLine: 'export default limits.window' },
    })
  })
})

describe('the sandbox', () => {
  test.each([
    'process',
    'globalThis',
    'global',
    'fetch',
    'setTimeout',
    'performance',
    'crypto',
    'Buffer',
    'navigator',
    'window',
  ])('has no %s', (name) => {
    expect(inSandbox(`return typeof ${name}`)).toBe('undefined')
  })

  test('hides what this machine alone offers', () => {
    vi.stubGlobal('machineOnly', 3)
    expect(inSandbox('return typeof machineOnly')).toBe('undefined')
    vi.unstubAllGlobals()
  })

  test('keeps the built-ins of this realm, so that values cross without copies', () => {
    expect(inSandbox('return [Array, Map, Float64Array, Error]')).toEqual([Array, Map, Float64Array, Error])
    expect(inSandbox('return [] instanceof Array && (() => 1) instanceof Function')).toBe(true)
  })

  test('seeds Math.random by the seed alone and freezes Math', () => {
    const draw = 'return [Math.random(), Math.random()]'
    expect(inSandbox(draw, 1)).toEqual(inSandbox(draw, 1))
    expect(inSandbox(draw, 1)).not.toEqual(inSandbox(draw, 2))
    expect(inSandbox('return Math.sqrt(16) + Math.PI')).toBe(4 + Math.PI)
    expect(() => inSandbox('Math.sqrt = () => 1')).toThrow(/read only/)
  })

  test.each([
    'return new Date()',
    'return Date()',
    'return Date.now()',
    'return new Date(2020, 1)',
    "return new Date('2020-01-01T10:00')",
    "return Date.parse('Jan 1, 2020')",
    'return new Date(1).getHours()',
    'return new Date(1).setDate(3)',
    "return new Date(1).toLocaleString('en-US')",
    'return Reflect.construct(Date, [])',
    'class Day extends Date {}\nreturn new Day()',
    "return (0, Function)('return 1')()",
    "return require('node:fs')",
  ])('refuses %s', (body) => {
    expect(thrownBy(() => inSandbox(body)).code).toBe('STRATEGY_NOT_REPRODUCIBLE')
  })

  test('keeps dates that are made of an instant and read in UTC', () => {
    const at = Date.UTC(2024, 0, 31, 14, 30)
    expect(inSandbox(`return new Date(${at}).getUTCHours()`)).toBe(14)
    expect(inSandbox(`return new Date('2024-01-31T14:30:00Z').getTime()`)).toBe(at)
    expect(inSandbox(`return Date.parse('2024-01-31T16:30+02:00') + Date.UTC(1970)`)).toBe(at)
    expect(inSandbox(`return new Date(new Date(${at})).toISOString()`)).toBe('2024-01-31T14:30:00.000Z')
    expect(inSandbox(`return \`\${new Date(${at})}\``)).toBe('2024-01-31T14:30:00.000Z')
    expect(inSandbox(`return new Date(${at}) - new Date(${at - 5})`)).toBe(5)
    expect(inSandbox(`const d = new Date(1); return d instanceof Date && d.constructor === Date`)).toBe(true)
    expect(
      inSandbox(`class Day extends Date { get n() { return this.getUTCDate() } }\nreturn new Day(${at}).n`),
    ).toBe(31)
    expect(inSandbox(`return JSON.stringify({ d: new Date(${at}) })`)).toBe(
      '{"d":"2024-01-31T14:30:00.000Z"}',
    )
    const zone = `{ timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit', hour12: false }`
    expect(inSandbox(`return new Date(${at}).toLocaleTimeString('en-GB', ${zone})`)).toBe('09:30')
    expect(inSandbox(`return new Intl.DateTimeFormat('en-GB', ${zone}).format(new Date(${at}))`)).toBe(
      '09:30',
    )
  })

  test('sends the console to stderr', () => {
    const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
    inSandbox(`console.log('a', 1); console.warn('b'); console.table([1])`)
    const said = write.mock.calls.map(([text]) => String(text)).join('')
    const printed = out.mock.calls.length
    write.mockRestore()
    out.mockRestore()
    expect(said).toMatch(/^a 1\nb\n/)
    expect(printed).toBe(0)
  })

  test('does not change the realm it runs in', () => {
    inSandbox('return Math.random()')
    expect(Date.now()).toBeGreaterThan(0)
    expect(Object.isFrozen(Math)).toBe(false)
  })
})

describe('what a strategy throws', () => {
  async function thrown(
    body: string,
  ): Promise<{ error: unknown; file: string; loaded: Awaited<ReturnType<typeof load>> }> {
    const file = fileOf(deciding(body))
    const loaded = await load(file)
    try {
      loaded.strategy.decide({ bars: [] })
    } catch (error) {
      return { error, file, loaded }
    }
    throw new Error('nothing was thrown')
  }
  const load = (file: string) => loadStrategy(file, options)

  test('is told with its file, line, column and source line', async () => {
    const { error, file, loaded } = await thrown(
      'pulse.bars.map((n: number) => n)\n    return pulse.bars[0].close',
    )
    expect(strategyFrame(error, loaded.bundle)).toEqual({
      file,
      line: 6,
      column: 26,
      sourceLine: 'return pulse.bars[0].close',
    })
    const context = { runId: 'r1', pulseTimeMs: 52_200_000, instrument: 'KO' }
    const explained = explainStrategyError(error, loaded.bundle, context)
    expect(explained).toMatchObject({
      code: 'STRATEGY_THREW',
      details: { file, line: 6, ...context },
      cause: error,
    })
    expect(explained.message).toContain(
      '(at pulse 1970-01-01T14:30:00Z, for KO, in run r1), but this one did:\n  TypeError: Cannot read properties of undefined',
    )
    expect(explained.message).toContain(`\n  at ${file}:6:26\n     return pulse.bars[0].close`)
  })

  test('points into the text where there is no source map', async () => {
    const { error, loaded } = await thrown(`throw new RangeError('too far')`)
    expect(strategyFrame(error, { text: loaded.bundle.text })?.sourceLine).toBe(
      'throw new RangeError("too far");',
    )
  })

  test('may be no Error, or one of ours', async () => {
    const { loaded } = await thrown(`throw 'text'`)
    expect(explainStrategyError('text', loaded.bundle).message).toContain('a value that is no Error: text')
    expect(explainStrategyError(Object.create(null), loaded.bundle).code).toBe('STRATEGY_THREW')
    expect(strategyFrame(new Error('elsewhere'), loaded.bundle)).toBeUndefined()
    const defect = new InvariantError('BROKEN', 'ours')
    expect(explainStrategyError(defect, loaded.bundle)).toBe(defect)
    const refusal = new UsageError('BAD_TARGET', 'A target must be finite.', { target: 'NaN' })
    expect(explainStrategyError(refusal, loaded.bundle)).toMatchObject({
      code: 'BAD_TARGET',
      details: { target: 'NaN' },
    })
  })
})
