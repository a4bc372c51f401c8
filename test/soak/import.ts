/**
 * Imports that are killed at random moments: whatever the moment, the folder of snapshots holds whole snapshots only, and
 * the next import completes and sweeps what the dead one left. Run by scripts/soak.mjs with the number of rounds.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateBars, importFiles, listSealed, verifySnapshot } from '../../src/data/index.ts'

const INSTRUMENTS = 30
const DAYS = 2_000

function writeCsv(path: string, seed: number): void {
  const lines = ['date,symbol,open,high,low,close,volume']
  for (const bars of generateBars({ seed, instruments: INSTRUMENTS, days: DAYS, start: '2010-01-01' })) {
    for (let n = 0; n < bars.timeMs.length; n++) {
      const date = new Date(bars.timeMs[n]!).toISOString().slice(0, 10)
      const values = [bars.open[n], bars.high[n], bars.low[n], bars.close[n], bars.volume[n]]
      lines.push(`${date},${bars.instrument.id},${values.join(',')}`)
    }
  }
  writeFileSync(path, `${lines.join('\n')}\n`)
}

/** Imports in a process of its own and kills it after `killAfterMs`; gives whether it had said that it was done. */
async function importAndKill(csv: string, folder: string, killAfterMs: number): Promise<string | undefined> {
  const child = spawn(process.execPath, [process.argv[1]!, 'child', csv, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  await Promise.race([ended, sleep(killAfterMs, undefined, { ref: false })])
  child.kill('SIGKILL')
  await ended
  return /done ([0-9a-f]{64})/.exec(said)?.[1]
}

/** All that stands under a final name must verify; what a process acknowledged must stand. */
function checkFolder(folder: string, acknowledged: ReadonlySet<string>): void {
  const sealed = listSealed(folder)
  for (const hash of sealed) verifySnapshot({ folder, hash })
  for (const hash of acknowledged) {
    if (!sealed.includes(hash)) throw new Error(`snapshot ${hash} was acknowledged but is gone`)
  }
}

async function soak(rounds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'throughline-import-soak-'))
  try {
    const folder = join(root, 'snapshots')
    const csv = join(root, 'bars.csv')
    // How long a whole import takes here: the kills are spread over that and a little more.
    writeCsv(csv, 0)
    const startMs = performance.now()
    const warm = await importAndKill(csv, folder, 60_000)
    if (warm === undefined) throw new Error('an import that is left alone must complete')
    const wholeMs = performance.now() - startMs
    const acknowledged = new Set([warm])
    let killed = 0
    for (let round = 1; round <= rounds; round++) {
      writeCsv(csv, round)
      const done = await importAndKill(csv, folder, wholeMs * (0.2 + Math.random()))
      if (done === undefined) killed++
      else acknowledged.add(done)
      checkFolder(folder, acknowledged)
      const { hash } = await importFiles({ files: [csv], folder, nowMs: round })
      acknowledged.add(hash)
      checkFolder(folder, new Set([hash]))
      const left = readdirSync(folder).filter((name) => name.startsWith('.'))
      if (left.length > 0) throw new Error(`the import after a kill must sweep, but left ${left.join(', ')}`)
      for (const old of listSealed(folder)) {
        if (old === hash) continue
        rmSync(join(folder, old), { recursive: true })
        acknowledged.delete(old)
      }
    }
    console.log(`${rounds} imports, ${killed} killed before they were done: whole snapshots only`)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const [first, csv, folder] = process.argv.slice(2)
if (first === 'child') {
  const { hash } = await importFiles({ files: [csv!], folder: folder!, nowMs: 0 })
  process.stdout.write(`done ${hash}\n`)
} else {
  await soak(Number(first))
}
