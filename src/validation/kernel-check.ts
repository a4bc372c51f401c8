/**
 * Kernels, fed bar by bar: what they say of a bar can depend on it and the ones before alone. If the streamed values are those
 * of the plain run's columns, to the bit, the columns read nothing ahead. One pass, linear in bars.
 */
import { type PlanNode, startBarOf } from '../indicators/index.ts'
import { isEqual } from './column-check.ts'
import type { PlainRun } from './proof-input.ts'

export interface OutputDifference {
  /** Index of the output that differs. */
  readonly output: number
  readonly error?: string
}

export interface KernelCheck {
  readonly node: PlanNode
  /** Takes an instrument's next bar, at a row of the table; the output that differs, or what was thrown. */
  at(instrument: number, bar: number, row: number): OutputDifference | undefined
}

export function createKernelCheck(plain: PlainRun, node: PlanNode): KernelCheck {
  const { run, table } = plain
  const { definition, params } = node
  const lookback = node.first - node.start
  const starts = Uint32Array.from(table.instruments, (_, i) => startBarOf(run, node, i))
  const states = table.instruments.map((): object | undefined => undefined)
  const inputs = node.inputs.map((register) => run.kept.get(register)!)
  const outputs = node.outputs.map((register) => run.kept.get(register)!)
  const input = new Float64Array(inputs.length)
  const output = new Float64Array(outputs.length).fill(Number.NaN)
  return {
    node,
    at(instrument, bar, row) {
      const start = starts[instrument]!
      if (bar < start) return undefined
      let state = states[instrument]
      if (state === undefined) {
        state = definition.init(params)
        states[instrument] = state
      }
      for (let k = 0; k < input.length; k++) input[k] = inputs[k]![row]!
      try {
        definition.step(state, input, output)
      } catch (error) {
        return { output: 0, error: error instanceof Error ? error.message : String(error) }
      }
      if (bar < start + lookback) return undefined
      for (let k = 0; k < output.length; k++) {
        if (!isEqual(output[k]!, outputs[k]![row]!)) return { output: k }
      }
      return undefined
    },
  }
}
