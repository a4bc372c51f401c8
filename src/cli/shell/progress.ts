/** Progress on stderr, where that is a terminal that a person looks at; else nothing. */
import { createRequire } from 'node:module'
import type { CommonFlags } from './output.ts'

export interface Bar {
  /** Shows `done` of `total`, in whatever unit, with a note. */
  readonly at: (done: number, total: number, note: string) => void
  readonly stop: () => void
}

const SILENT: Bar = { at: () => undefined, stop: () => undefined }

export function createBar(flags: CommonFlags, title: string): Bar {
  if (flags.json === true || process.stderr.isTTY !== true) return SILENT
  const { SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress')
  const bar = new SingleBar({
    format: `${title} {bar} {percentage}%  {note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    clearOnComplete: true,
    stream: process.stderr,
  })
  let isStarted = false
  return {
    at: (done, total, note) => {
      if (!isStarted) bar.start(total, 0, { note })
      isStarted = true
      bar.update(done, { note })
    },
    stop: () => bar.stop(),
  }
}
