/** `indicators list` and `indicators compute`. */
import { openSnapshot } from '../../data/index.ts'
import {
  computeFeatures,
  createFeature,
  type Definition,
  type Feature,
  INDICATORS,
  type ParamSpec,
  price,
} from '../../indicators/index.ts'
import { didYouMean, isoTime, UsageError } from '../../model/index.ts'
import { readAssignment } from '../run/run-settings.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { tableText } from '../shell/table.ts'

export async function listIndicators(flags: CommonFlags): Promise<void> {
  await answer(flags, {
    document: {
      indicators: INDICATORS.map(({ name, title, params, inputs, outputs }) => ({
        name,
        title,
        params: Object.fromEntries(
          Object.entries(params).map(([param, spec]) => [param, specDocument(spec)]),
        ),
        inputs,
        outputs,
      })),
    },
    text: () =>
      tableText(
        ['name', 'parameters', 'inputs', 'outputs', 'what it is'],
        INDICATORS.map(({ name, title, params, inputs, outputs }) => [
          name,
          Object.entries(params)
            .map(([param, spec]) => `${param}=${spec.default}`)
            .join(' '),
          inputs.join(' '),
          outputs.join(' '),
          title,
        ]),
      ),
  })
}

/** A bound that is not there is null in JSON. */
function specDocument(spec: ParamSpec) {
  if ('options' in spec) return spec
  const { low, high = null } = spec
  return { ...spec, low: nullUnlessFinite(low), high: high === null ? null : nullUnlessFinite(high) }
}

export interface ComputeFlags extends CommonFlags {
  readonly snapshot: string
  readonly instrument: string
  readonly set?: readonly string[]
  readonly from?: string
  readonly to?: string
}

export async function computeIndicator(flags: ComputeFlags, [name = '']: readonly string[]): Promise<void> {
  const definition = indicatorOf(name)
  const feature = featureOf(definition, flags.set ?? [])
  const table = await withStore(flags, 'read', async ({ store, snapshots }) => {
    const { hash } = await store.getSnapshot(flags.snapshot)
    return openSnapshot({
      folder: snapshots,
      hash,
      instruments: [flags.instrument],
      ...(flags.from === undefined ? {} : { from: flags.from }),
      ...(flags.to === undefined ? {} : { to: flags.to }),
    }).table
  })
  const wanted = Object.fromEntries(
    definition.outputs.map((output, index) => [output, outputOf(feature, output, index)]),
  )
  const { names, columns, firstWarm } = computeFeatures(table, wanted)
  const values = names.map(
    (output, index) => [output, Array.from(columns[index]!, nullUnlessFinite)] as const,
  )
  const timeMs = [...table.pulseOpenMs]
  const firstIndex = firstWarm[0] ?? 0
  const outputs = Object.fromEntries(values)
  const params = feature.node.kind === 'call' ? feature.node.params : {}
  await answer(flags, {
    document: { name, params, instrument: flags.instrument, firstIndex, timeMs, outputs },
    text: () =>
      tableText(
        ['time', ...values.map(([output]) => `>${output}`)],
        timeMs.map((openMs, row) => [
          isoTime(openMs),
          ...values.map(([, column]) => String(column[row] ?? 'warming up')),
        ]),
      ),
  })
}

function indicatorOf(name: string): Definition {
  const found = INDICATORS.find((definition) => definition.name === name)
  if (found !== undefined) return found
  const known = INDICATORS.map((definition) => definition.name)
  throw new UsageError(
    'UNKNOWN_INDICATOR',
    `There is no indicator '${name}'.${didYouMean(name, known)} There are: ${known.join(', ')}.`,
    { name, known },
  )
}

/** The indicator over the bars' own fields: an input of another name reads the close. */
function featureOf(definition: Definition, texts: readonly string[]): Feature {
  const fields: Readonly<Record<string, Feature>> = price
  const inputs = definition.inputs.map((input) => fields[input] ?? price.close)
  const given = Object.fromEntries(
    texts.map((text) => {
      const [param, value] = readAssignment(text, '--set')
      return [param, typed(definition.params[param], value)]
    }),
  )
  return createFeature(definition, inputs, given)
}

/** Text as the parameter's type; what is no number stays text, and the indicator refuses it by name. */
function typed(spec: ParamSpec | undefined, text: string): string | number {
  if (spec === undefined || 'options' in spec || text.trim() === '') return text
  const value = Number(text)
  return Number.isNaN(value) ? text : value
}

/** Where there are several outputs, each is a property of the feature. */
function outputOf(feature: Feature, output: string, index: number): Feature {
  return index === 0 ? feature : (feature as unknown as Readonly<Record<string, Feature>>)[output]!
}

function nullUnlessFinite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
