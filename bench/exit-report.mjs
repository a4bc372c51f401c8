// @ts-check
/** Loaded by `--import` into a process that is measured: writes at its end what it used, as JSON, where it is told to. */
import { readFileSync, writeFileSync } from 'node:fs'

const file = process.env['BENCH_EXIT_REPORT']

process.on('exit', () => {
  if (file === undefined || !process.execArgv.some((flag) => flag.includes('exit-report'))) return
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const peakKb = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? maxRSS)
  writeFileSync(file, JSON.stringify({ userMs: userCPUTime / 1000, systemMs: systemCPUTime / 1000, peakKb }))
})
