/**
 * Threads that compute features beside this one. They start when the first job comes and never keep the process alive: this
 * thread works too, waits only for threads that have taken a block, and a thread that is not up yet when all blocks are
 * taken has cost nothing but its start.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { KernelBlocks } from '../indicators/index.ts'
import { type FeatureAnswer, type FeatureJob, takeBlocks } from './feature-job.ts'

export interface FeaturePool {
  /** Threads that help this one; 0 where there is nothing to start them from. */
  readonly helpers: number
  /** Whether one of them is up: has answered. */
  readonly isUp: boolean
  /**
   * Runs all blocks; gives how many of them other threads computed. `meanwhile` is done on this thread before it takes a block.
   * Rejects with what it throws or why a thread failed; what was written until then is of no use.
   */
  run(
    blocks: KernelBlocks,
    job: Omit<FeatureJob, 'id' | 'thread' | 'control'>,
    meanwhile?: () => void,
  ): Promise<number>
  /** Ends the threads, once each has been idle for a moment. */
  close(): Promise<void>
}

export interface PoolOptions {
  /** Threads beside this one. */
  readonly helpers: number
  /** The module that they run; the one beside this file where absent. */
  readonly entry?: URL
}

interface PoolThread {
  readonly worker: Worker
  /** Answers to jobs that are not answered yet. */
  readonly waiting: Map<number, (answer: FeatureAnswer) => void>
  isUp: boolean
  failure: string | undefined
  /** When it last had something to do, as `performance.now()`. */
  busyMs: number
}

/**
 * A thread that is ended while V8 still compiles for it can bring the process down (Node 20: "(data.first) != nullptr" in
 * GetForegroundTaskRunner). It compiles what it ran; a moment after that it is through.
 */
const IDLE_MS = 250

export function createFeaturePool({ helpers: wanted, entry = beside() }: PoolOptions): FeaturePool {
  const canStart = existsSync(fileURLToPath(entry))
  const helpers: PoolThread[] = []
  let jobs = 0
  return {
    helpers: canStart ? wanted : 0,
    get isUp() {
      return helpers.some(({ isUp }) => isUp)
    },
    async run(blocks, parts, meanwhile = () => undefined) {
      if (blocks.count === 0) {
        meanwhile()
        return 0
      }
      while (canStart && helpers.length < wanted) helpers.push(startHelper(entry))
      const control = new Int32Array(new SharedArrayBuffer(4 * (1 + helpers.length)))
      const id = jobs++
      const answers = helpers.map((helper, thread) => ask(helper, { ...parts, id, thread, control }))
      let own = 0
      try {
        meanwhile()
        own = takeBlocks(blocks, control)
      } catch (error) {
        // The others are to stop, and to have stopped before anything else is made of this memory.
        Atomics.store(control, 0, blocks.count)
        await takenBy(helpers, answers, control)
        throw error
      }
      const taken = await takenBy(helpers, answers, control)
      const failure = taken.find((answer) => answer.failure !== null)?.failure
      if (failure !== undefined) throw new Error(`A thread that computes features failed: ${failure}`)
      return blocks.count - own
    },
    async close() {
      await Promise.all(helpers.splice(0).map(endHelper))
    },
  }
}

/** The answers of the threads that have asked for a block. */
async function takenBy(
  helpers: readonly PoolThread[],
  answers: readonly Promise<FeatureAnswer>[],
  control: Int32Array,
): Promise<readonly FeatureAnswer[]> {
  const asked = helpers.flatMap((helper, n) =>
    Atomics.load(control, 1 + n) === 1 ? [{ helper, answer: answers[n]! }] : [],
  )
  for (const { helper } of asked) helper.worker.ref()
  try {
    return await Promise.all(asked.map(({ answer }) => answer))
  } finally {
    for (const { helper } of asked) helper.worker.unref()
  }
}

async function endHelper(helper: PoolThread): Promise<void> {
  const restMs = helper.busyMs + IDLE_MS - performance.now()
  // A job that it was not waited for is still in its queue, or at work.
  if (restMs > 0 || helper.waiting.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(restMs, 1)))
  }
  await helper.worker.terminate()
}

/** Never rejects: a thread that has died answers so. */
function ask(helper: PoolThread, job: FeatureJob): Promise<FeatureAnswer> {
  if (helper.failure !== undefined) return Promise.resolve({ id: job.id, failure: helper.failure })
  return new Promise((resolve) => {
    helper.waiting.set(job.id, resolve)
    helper.busyMs = performance.now()
    helper.worker.postMessage(job)
  })
}

function startHelper(entry: URL): PoolThread {
  const worker = new Worker(entry, { execArgv: [] })
  worker.unref()
  const helper: PoolThread = {
    worker,
    waiting: new Map(),
    isUp: false,
    failure: undefined,
    busyMs: performance.now(),
  }
  const fail = (why: string): void => {
    helper.failure ??= why
    helper.isUp = false
    for (const [id, answer] of helper.waiting) answer({ id, failure: why })
    helper.waiting.clear()
  }
  worker.on('message', (answer: FeatureAnswer) => {
    helper.isUp = true
    helper.busyMs = performance.now()
    helper.waiting.get(answer.id)?.(answer)
    helper.waiting.delete(answer.id)
  })
  worker.on('error', (error: Error) => fail(error.message))
  worker.on('exit', (code) => fail(`the thread ended with code ${code}`))
  return helper
}

/** The worker of the built package. */
function beside(): URL {
  return new URL('./feature-worker.js', import.meta.url)
}
