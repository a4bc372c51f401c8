/** Each script of test/soak/, a few rounds of it: the processes that it kills are real. `npm run soak` does 200. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROUNDS = 20
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

function soak(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/soak.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { status, output: `${stdout}${stderr}` }
}

describe('a process that is killed at a random moment leaves all or nothing', () => {
  it.each(['import', 'save-run', 'fetch'])(`${ROUNDS} times in %s`, { timeout: 600_000 }, (name) => {
    const { status, output } = soak(String(ROUNDS), name)
    expect(status, output).toBe(0)
    expect(output).toContain(`${name} x ${ROUNDS}`)
  })

  it('refuses a count that is none and a name that there is not', () => {
    expect(soak('many')).toMatchObject({ status: 2, output: expect.stringContaining("but it is 'many'") })
    expect(soak('1', 'nonsense')).toMatchObject({
      status: 2,
      output: expect.stringContaining("no soak 'nonsense'"),
    })
  })
})
