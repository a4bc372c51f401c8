/** `snapshot generate`: a made-up market with a known law, sealed as a snapshot like any other. */
import {
  GENERATOR_CALENDARS,
  type GenerateMarketRequest,
  generateMarket,
  type MarketModel,
  sealBars,
} from '../../data/index.ts'
import { UsageError } from '../../model/index.ts'
import { oneOf } from '../shell/export-flags.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument } from './text.ts'

export interface GenerateFlags extends CommonFlags {
  readonly id: string
  readonly model: string
  readonly seed: string
  readonly from: string
  readonly to: string
  readonly instruments?: string
  readonly interval?: string
  readonly calendar?: string
  readonly drift?: string
  readonly volatility?: string
  readonly correlation?: string
  readonly jump?: string
  readonly regime?: readonly string[]
  readonly late?: string
  readonly early?: string
  readonly tickSize?: string
  readonly startPrice?: string
}

const MODELS = ['gbm', 'regimes', 'noise'] as const
const DEFAULT_INSTRUMENTS = 10

export async function generateSnapshot(flags: GenerateFlags): Promise<void> {
  const request = requestOf(flags)
  const { snapshot, outcome, sealed } = await sealAs(flags, flags.id, (folder) =>
    sealBars({
      folder,
      bars: generateMarket(request),
      interval: request.interval ?? '1d',
      // What was made is what is expected, however short the span is.
      calendar: request.calendar ?? 'nyse',
      source: `generated: ${lawText(request)}`,
      nowMs: Date.now(),
    }),
  )
  await answer(flags, {
    document: { ...snapshotDocument(snapshot), outcome, interval: sealed.manifest.interval, request },
    text: () =>
      [
        `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Sealed'}: ${snapshot.id}`,
        `  ${contentText(snapshot)}`,
        `  made-up bars: ${lawText(request)}`,
        `  hash ${snapshot.hash}`,
        ...findingLines(snapshot.findings),
      ].join('\n'),
  })
}

function lawText({ model, seed }: GenerateMarketRequest): string {
  return `${model.kind}, seed ${seed}`
}

function requestOf(flags: GenerateFlags): GenerateMarketRequest {
  const { late, early, calendar, interval, correlation, startPrice, tickSize } = flags
  const numbers = {
    ...(correlation === undefined ? {} : { correlation: numberOf('--correlation', correlation) }),
    ...(startPrice === undefined ? {} : { startPrice: numberOf('--start-price', startPrice) }),
    ...(tickSize === undefined ? {} : { tickSize: numberOf('--tick-size', tickSize) }),
  }
  return {
    seed: numberOf('--seed', flags.seed),
    model: modelOf(flags),
    instruments:
      flags.instruments === undefined ? DEFAULT_INSTRUMENTS : numberOf('--instruments', flags.instruments),
    from: flags.from,
    to: flags.to,
    ...(interval === undefined ? {} : { interval }),
    ...(calendar === undefined ? {} : { calendar: oneOf('--calendar', calendar, GENERATOR_CALENDARS) }),
    ...numbers,
    ragged: {
      lateShare: late === undefined ? 0 : numberOf('--late', late),
      earlyShare: early === undefined ? 0 : numberOf('--early', early),
    },
  }
}

/** A flag that the model has no use for is an error: whoever gave it expects it to do something. */
function modelOf(flags: GenerateFlags): MarketModel {
  const kind = oneOf('--model', flags.model, MODELS)
  const used = { gbm: ['drift', 'volatility', 'jump'], regimes: ['regime'], noise: ['volatility'] }[kind]
  for (const name of ['drift', 'volatility', 'jump', 'regime'] as const) {
    if (flags[name] === undefined || used.includes(name)) continue
    throw new UsageError(
      'FLAG_NOT_USED',
      `Model ${kind} has no use for --${name}: leave it out. It takes ${used.map((one) => `--${one}`).join(', ')}.`,
      { flag: `--${name}`, model: kind },
    )
  }
  const volatility = numberOf('--volatility', flags.volatility ?? '0.2')
  switch (kind) {
    case 'noise':
      return { kind, volatility }
    case 'gbm': {
      const drift = numberOf('--drift', flags.drift ?? '0.05')
      if (flags.jump === undefined) return { kind, drift, volatility }
      const [perYear, mean, sigma] = numbersOf('--jump', flags.jump, 'PER-YEAR,MEAN,SIGMA')
      return { kind, drift, volatility, jumps: { perYear, mean, sigma } }
    }
    case 'regimes': {
      const texts = flags.regime ?? ['0.1,0.12,1', '-0.15,0.35,0.25']
      return {
        kind,
        regimes: texts.map((text) => {
          const [drift, own, years] = numbersOf('--regime', text, 'DRIFT,VOLATILITY,YEARS')
          return { drift, volatility: own, years }
        }),
      }
    }
    default:
      return kind satisfies never
  }
}

function numbersOf(flag: string, text: string, form: string): [number, number, number] {
  const parts = text.split(',')
  if (parts.length === 3) {
    const [a, b, c] = parts as [string, string, string]
    return [numberOf(flag, a), numberOf(flag, b), numberOf(flag, c)]
  }
  throw new UsageError('BAD_NUMBER', `${flag} must be three numbers (${form}), but it is '${text}'.`, {
    flag,
    text,
  })
}

function numberOf(flag: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new UsageError('BAD_NUMBER', `${flag} must be a number, but it has '${text}'.`, { flag, text })
}
