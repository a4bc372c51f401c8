/** `verify lookahead`: the proof that a strategy's features, decisions and fills use no later bar, or where they do. */
import { isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { type LookAheadVerdict, proveStrategy } from '../../run/index.ts'
import { leaveInterruptsToSystem } from '../shell/interrupt.ts'
import { answer } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { withStore } from '../shell/store-access.ts'
import { requestOf } from './request.ts'
import { type RunFlags, runSettings } from './run.ts'

export async function verifyLookahead(flags: RunFlags, [strategy]: readonly string[]): Promise<void> {
  const settings = await runSettings(flags, strategy)
  // What trading costs has no part in what a strategy can see.
  const request = await requestOf({ ...settings, cost: settings.cost ?? ['none'] })
  const bar = createBar(flags, 'proving')
  const verdict = await withStore(flags, 'read', async ({ store, dir }) => {
    leaveInterruptsToSystem(true)
    const onProgress = (done: number): void => bar.at(Math.round(done * 1_000), 1_000, '')
    return proveStrategy({ store, storeDir: dir, onProgress }, request)
  }).finally(() => {
    leaveInterruptsToSystem(false)
    bar.stop()
  })
  // The verdict is the answer; scripts that look at the exit code alone must see it too.
  if (!verdict.ok) process.exitCode = 3
  await answer(flags, { document: verdict, text: () => verdictText(verdict) })
}

function verdictText({
  strategy: { name },
  ok,
  pulses,
  cuts,
  leaks,
  isOptimistic,
}: LookAheadVerdict): string {
  const looked = `${formatCount(pulses)} pulses, the future replaced ${formatCount(cuts)} times`
  return [
    ok ? `${name} uses no later bar (${looked}).` : `${name} LOOKS AHEAD (${looked}):`,
    ...leaks.map(({ text, time }) => `  ${isoTime(time)}  ${text}`),
    ...(isOptimistic
      ? [
          '! It fills at the close it decides on (same-close): no later bar is read, but no one could trade it.',
        ]
      : []),
  ].join('\n')
}
