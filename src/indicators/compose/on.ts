/**
 * Features on another time frame: `on('1w', sma(10))` is the ten-week average. The instrument's bars are merged into periods of
 * the frame (days start at midnight UTC, weeks on Monday, months on the first), and the inner feature sees closed periods only.
 *
 * A period is over, and its bar visible, at the first bar of which either holds:
 *   - the bar closes at the period's end or later: the period includes it;
 *   - the bar opens in a later period: the period was over before it, and does not include it.
 * So a week of stock bars that ends on Friday becomes visible with the Monday's bar, while an hour of 5-minute bars is visible
 * at the close of its last 5 minutes. The first period of a history is left out unless a bar opens exactly at its start: what
 * lies before the first bar cannot be known.
 */
import { type Interval, parseInterval, UsageError } from '../../model/index.ts'
import { featureOf } from '../define.ts'
import type { Definition } from '../definition.ts'
import { type CallNode, type Feature, isFeature, price } from '../feature.ts'
import { requireFrames } from '../frames.ts'
import { createMachine, type Machine, type MachineState } from '../machine.ts'
import { type FeaturePlan, planFeatures } from '../plan.ts'

const WEEK_MS = 604_800_000
/** 1970-01-05, a Monday. */
const FIRST_MONDAY_MS = 345_600_000

/**
 * The feature as it is on bars of the frame; its outputs are there by name, `on('1d', macd()).signal`. Warm-up: as many
 * closed periods as the feature needs; how many bars those are, the bars decide. Throws `UsageError` BAD_INTERVAL, and
 * BAD_FRAME_FEATURE for functions of whole columns and cross-sections (take those outside: `rank(on('1w', roc(4)))`);
 * computing throws FRAME_TOO_FINE or FRAME_NOT_MULTIPLE.
 */
export function on<F extends Feature>(frame: string, feature: F): F {
  const interval = parseInterval(frame)
  if (!isFeature(feature)) {
    throw new UsageError('BAD_FRAME_FEATURE', `on('${frame}', ...) needs a feature, such as sma(10).`, {
      frame,
    })
  }
  const outputs = outputsOf(feature)
  const plan = planFeatures(Object.fromEntries(outputs.map((output, index) => [`o${index}`, output])))
  requireKernels(plan, frame, feature)
  requireFrames(plan, interval)
  const node: CallNode = Object.freeze({
    kind: 'call',
    key: `on(${interval.text},${feature.node.key})`,
    definition: frameDefinition(interval, plan, feature),
    params: Object.freeze({}),
    inputs: Object.freeze([
      price.open,
      price.high,
      price.low,
      price.close,
      price.volume,
      price.time,
      price.closeTime,
    ]),
  })
  const whole = featureOf(node) as unknown as F & Readonly<Record<string, F>>
  return feature.output === 0 ? whole : whole[namesOf(feature)[feature.output]!]!
}

interface FrameState {
  /** The end of the period that is being made, exclusive; -Infinity before the first bar. */
  endMs: number
  startMs: number
  /** Whether the period has bars that no closed period includes. */
  isOpen: boolean
  /** Whether the period's beginning is known to be in it. */
  isWhole: boolean
  open: number
  high: number
  low: number
  close: number
  volume: number
  readonly inner: MachineState
}

function frameDefinition(interval: Interval, plan: FeaturePlan, feature: Feature): Definition {
  const machine = createMachine(plan)
  return Object.freeze({
    name: 'on',
    title: `On bars of ${interval.text}`,
    params: {},
    inputs: ['open', 'high', 'low', 'close', 'volume', 'time', 'closeTime'],
    outputs: namesOf(feature),
    lookback: () => 0,
    init: (): FrameState => ({
      endMs: Number.NEGATIVE_INFINITY,
      startMs: Number.NEGATIVE_INFINITY,
      isOpen: false,
      isWhole: false,
      open: Number.NaN,
      high: Number.NaN,
      low: Number.NaN,
      close: Number.NaN,
      volume: Number.NaN,
      inner: machine.init(),
    }),
    step(given, input, output) {
      const state = given as FrameState
      takeBar(state, interval, input, machine)
      for (let k = 0; k < output.length; k++) {
        const register = plan.registers[k]!
        output[k] = machine.isWarm(state.inner, register) ? state.inner.registers[register]! : Number.NaN
      }
    },
    ...(plan.gapsOf.some(Boolean) ? { gaps: 'where the feature itself has gaps on the frame' } : {}),
    composed: { form: 'kernel', isLate: true, frame: interval, origin: [interval.text, feature] },
  } satisfies Definition)
}

function takeBar(state: FrameState, interval: Interval, input: Float64Array, machine: Machine): void {
  const timeMs = input[5]!
  if (timeMs >= state.endMs) {
    const isFirst = state.endMs === Number.NEGATIVE_INFINITY
    if (state.isOpen) closePeriod(state, machine)
    beginPeriod(state, interval, timeMs)
    state.isWhole = !isFirst || timeMs === state.startMs
    state.isOpen = true
    state.open = input[0]!
    state.high = input[1]!
    state.low = input[2]!
    state.volume = input[4]!
  } else {
    if (input[1]! > state.high) state.high = input[1]!
    if (input[2]! < state.low) state.low = input[2]!
    state.volume += input[4]!
  }
  state.close = input[3]!
  if (state.isOpen && input[6]! >= state.endMs) closePeriod(state, machine)
}

function closePeriod(state: FrameState, machine: Machine): void {
  state.isOpen = false
  if (!state.isWhole) return
  const { inner } = state
  const { registers } = inner
  registers[0] = state.open
  registers[1] = state.high
  registers[2] = state.low
  registers[3] = state.close
  registers[4] = state.volume
  registers[5] = state.startMs
  registers[6] = state.endMs
  machine.step(inner)
}

/** The period that holds an instant: start inclusive, end exclusive. */
function beginPeriod(state: FrameState, { text, fixedMs, months }: Interval, timeMs: number): void {
  if (fixedMs !== null) {
    const origin = text.endsWith('w') && fixedMs % WEEK_MS === 0 ? FIRST_MONDAY_MS : 0
    state.startMs = origin + Math.floor((timeMs - origin) / fixedMs) * fixedMs
    state.endMs = state.startMs + fixedMs
    return
  }
  const date = new Date(timeMs)
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth()
  const first = Math.floor(count / months) * months
  state.startMs = monthStart(first)
  state.endMs = monthStart(first + months)
}

/** The instant at which a month starts, counted from the year 0. */
function monthStart(count: number): number {
  return Date.UTC(Math.floor(count / 12), count % 12, 1)
}

function namesOf({ node }: Feature): readonly string[] {
  return node.kind === 'field' ? ['value'] : node.definition.outputs
}

/** Every output of the feature's node. */
function outputsOf({ node }: Feature): readonly Feature[] {
  if (node.kind === 'field') return [price[node.field]]
  const whole = featureOf(node)
  const byName = whole as unknown as Readonly<Record<string, Feature>>
  return node.definition.outputs.map((name, index) => (index === 0 ? whole : byName[name]!))
}

function requireKernels(plan: FeaturePlan, frame: string, feature: Feature): void {
  const other = plan.nodes.find(({ form }) => form !== 'kernel')
  if (other === undefined) return
  throw new UsageError(
    'BAD_FRAME_FEATURE',
    `on('${frame}', ...) takes features that run bar by bar, but '${other.key}' is ${
      other.form === 'across'
        ? 'a cross-section: take it of the framed feature instead'
        : 'a function of whole columns'
    }.`,
    { frame, feature: feature.key },
  )
}
