import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore, storeContract } from 'throughline/testing'
import { afterAll, describe, test } from 'vitest'
import { openStore } from '../../src/store/index.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-store-'))
let folders = 0
const openNew = () => openStore(join(root, String(folders++), 'deep'), { mode: 'write', create: true })

afterAll(() => rmSync(root, { recursive: true }))

describe('store contract', () => {
  const suites = [
    ...storeContract({ name: 'sqlite', open: openNew }),
    ...storeContract({ name: 'memory', open: async () => createMemoryStore() }),
  ]
  for (const { name, run } of suites) test(name, run)
})
