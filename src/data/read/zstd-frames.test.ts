import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDuckDb } from './duckdb.ts'
import { createZstdFrames } from './zstd-frames.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-zstd-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function packed(rows: number): Promise<Uint8Array> {
  const path = join(folder, `${rows}.csv.zst`)
  await withDuckDb((connection) =>
    connection.run(
      `COPY (SELECT hash(n) AS a, n // 1000 AS b FROM range(${rows}) numbers(n)) TO '${path}' (FORMAT csv, COMPRESSION zstd)`,
    ),
  )
  return readFileSync(path)
}

const isWhole = (bytes: Uint8Array, pieceBytes = bytes.length): boolean => {
  const frames = createZstdFrames()
  for (let at = 0; at < bytes.length; at += pieceBytes) frames.push(bytes.subarray(at, at + pieceBytes))
  return frames.isWhole()
}

describe('zstd frames', () => {
  it.each([1, 100, 60_000])(
    'of %i rows are whole, in pieces of any length, and cut anywhere they are not',
    async (rows) => {
      const bytes = await packed(rows)
      for (const pieceBytes of [1, 7, 1_000, bytes.length]) expect(isWhole(bytes, pieceBytes)).toBe(true)
      const step = Math.max(1, Math.floor(bytes.length / 500))
      for (let cut = 1; cut < bytes.length; cut += step)
        expect(isWhole(bytes.subarray(0, cut)), `cut at ${cut}`).toBe(false)
      expect(isWhole(bytes.subarray(0, -1))).toBe(false)
    },
  )

  it('may follow each other, with skippable ones between', async () => {
    const bytes = await packed(10)
    const skippable = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3)
    expect(isWhole(Buffer.concat([bytes, skippable, bytes]))).toBe(true)
    expect(isWhole(Buffer.concat([bytes, skippable.subarray(0, -1)]))).toBe(false)
  })
})
