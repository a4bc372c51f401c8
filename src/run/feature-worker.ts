/** The entry of a thread that computes features. It touches nothing but the memory that its jobs share with it. */
import { parentPort } from 'node:worker_threads'
import { doJob, type FeatureJob } from './feature-job.ts'

parentPort?.on('message', (job: FeatureJob) => {
  parentPort?.postMessage(doJob(job))
})
