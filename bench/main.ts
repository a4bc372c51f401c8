/** Runs the chosen sections in turn and prints their figures. */
import { writeFileSync } from 'node:fs'
import { describeMachine, machineLine } from './machine.ts'
import { readOptions, type SectionName, USAGE } from './options.ts'
import type { Section, SectionReport, Setting } from './section.ts'
import { cacheSection } from './sections/cache.ts'
import { cliSection } from './sections/cli.ts'
import { engineSection } from './sections/engine.ts'
import { featuresSection } from './sections/features.ts'
import { indicatorsSection } from './sections/indicators.ts'
import { peersSection } from './sections/peers.ts'
import { readersSection } from './sections/readers.ts'
import { scalingSection } from './sections/scaling.ts'
import { startSection } from './sections/start.ts'

const SECTIONS: Readonly<Record<SectionName, Section>> = {
  engine: engineSection,
  indicators: indicatorsSection,
  features: featuresSection,
  cli: cliSection,
  readers: readersSection,
  scaling: scalingSection,
  peers: peersSection,
  cache: cacheSection,
  start: startSection,
}

export type BenchPlace = Pick<Setting, 'root' | 'cache' | 'child' | 'build'>

/** Runs the bench; returns its exit code. A section that fails does not keep the others from running. */
export async function runBench(args: readonly string[], place: BenchPlace): Promise<number> {
  const say = (text: string): void => {
    process.stdout.write(`${text}\n`)
  }
  const options = readOptions(args)
  if (options === 'help') {
    say(USAGE)
    return 0
  }
  const machine = describeMachine()
  say(`${machineLine(machine)}\n`)
  const reports: Record<string, SectionReport> = {}
  let failed = 0
  for (const name of options.sections) {
    say(`== ${name}`)
    try {
      reports[name] = await SECTIONS[name]({ ...place, options, say })
    } catch (error) {
      failed++
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`FAILED ${name}: ${text}\n\n`)
      reports[name] = { error: text }
    }
  }
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ machine, sections: reports }, null, 2)}\n`)
  }
  if (failed > 0) say(`${failed} of ${options.sections.length} sections failed`)
  return failed === 0 ? 0 : 1
}
