export { createMemoryStore } from './memory-store.ts'
export { type SampleRun, type SampleRunOptions, sampleRun, sampleSnapshot } from './sample-run.ts'
export { type ContractCase, type StoreContractOptions, storeContract } from './store-contract.ts'
