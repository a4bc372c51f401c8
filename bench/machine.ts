/** What figures are worth depends on where they were taken. */
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  readonly startedAt: string
  /** One-minute load average when the bench began: above 0.5, something else was running. */
  readonly load: number
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    startedAt: new Date().toISOString(),
    load: Math.round(100 * (loadavg()[0] ?? 0)) / 100,
  }
}

export function machineLine({ cpu, cores, memoryGb, system, node, load }: Machine): string {
  const noise = load > 0.5 ? ' (other programs are running: trust the least figures, not the medians)' : ''
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, load ${load}${noise}`
}
