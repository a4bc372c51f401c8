/** Every backend through the one suite; Polars where there is a binary of it, elsewhere its refusal. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openColumns } from '../../src/data/index.ts'
import { readerContract } from '../../src/testing/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-readers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const isPolarsHere = Number(process.versions.node.split('.')[0]) >= 22

describe.each(isPolarsHere ? ['duckdb', 'js', 'polars'] : ['duckdb', 'js'])('the backend %s', (name) => {
  for (const one of readerContract({ name, open: (path) => openColumns(path, name), folder })) {
    it(one.name, one.run)
  }
})

describe('a backend', () => {
  // Where Polars is, the suite above runs it.
  it.runIf(!isPolarsHere)('that needs a later Node says so', async () => {
    await expect(openColumns('x.parquet', 'polars')).rejects.toMatchObject({
      code: 'NO_BACKEND',
      exitCode: 2,
      message: expect.stringContaining('needs Node 22 or later'),
    })
  })

  it('that is not known is answered with the nearest', async () => {
    await expect(openColumns('x.parquet', 'duckbd')).rejects.toMatchObject({
      code: 'UNKNOWN_BACKEND',
      message: expect.stringContaining("Did you mean 'duckdb'?"),
    })
  })
})
