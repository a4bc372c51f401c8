/** docs/concepts/snapshot.md names every finding, with its severity, as the code has it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { FINDINGS } from '../../src/index.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/concepts/snapshot.md', import.meta.url)), 'utf8')
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (error|warning) \| (.+) \|$/gm)].map(
  ([, code, severity, meaning]) => [code, severity, meaning],
)

it('lists the findings that there are', () => {
  expect(rows).toEqual(
    Object.entries(FINDINGS).map(([code, [severity, meaning]]) => [code, severity, meaning]),
  )
})
