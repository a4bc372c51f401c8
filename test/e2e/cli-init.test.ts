/** `init`: what it makes works at once; what is there is never touched. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, finish, newFolder, ROOT, refusalOf, throughline } from './cli-process.ts'

beforeAll(ensureBuilt)

describe('init', () => {
  it('makes a project in which the three commands of its README work', async () => {
    const cwd = await newFolder()
    const answer = await answerOf(['init', 'mine'], { cwd })
    expect(answer['files']).toEqual(
      expect.arrayContaining([
        'README.md',
        'throughline.toml',
        'package.json',
        'strategies/sma-cross.ts',
        'data/sample.csv',
      ]),
    )
    const project = join(cwd, 'mine')
    expect(await readdir(cwd)).toEqual(['mine'])
    const readme = await readFile(join(project, 'README.md'), 'utf8')
    const commands = [...readme.matchAll(/^ {4}npx throughline (.+)$/gm)].map(([, words = '']) =>
      words.split(' '),
    )
    expect(commands).toHaveLength(3)
    for (const words of commands) {
      expect(await throughline(words, { cwd: project })).toMatchObject({ code: 0, stderr: '' })
    }
    const { runs } = await answerOf(['runs', 'list'], { cwd: project })
    expect(runs).toMatchObject([{ snapshot: { id: 'sample' }, strategy: { name: 'sma-cross', tier: 1 } }])
    expect(runs[0].counts.trades).toBeGreaterThan(0)
  })

  it('makes a project whose strategy compiles against the package', async () => {
    const cwd = await newFolder()
    await answerOf(['init', '.'], { cwd })
    const paths = { throughline: [join(ROOT, 'src', 'index.ts')] }
    const config = {
      extends: './tsconfig.json',
      compilerOptions: { paths, allowImportingTsExtensions: true },
    }
    await writeFile(join(cwd, 'tsconfig.test.json'), JSON.stringify(config))
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
    const { code, stdout } = await finish(
      process.execPath,
      [
        tsc,
        '-p',
        'tsconfig.test.json',
        '--types',
        'node',
        '--typeRoots',
        join(ROOT, 'node_modules', '@types'),
      ],
      { cwd },
    )
    expect(stdout.split('\n').filter((line) => line.includes('strategies/'))).toEqual([])
    expect([0, 2]).toContain(code)
  }, 120_000)

  it('takes an empty folder and refuses any other', async () => {
    const cwd = await newFolder()
    await mkdir(join(cwd, 'empty'))
    await mkdir(join(cwd, 'full'))
    await writeFile(join(cwd, 'full', 'notes.txt'), 'mine')
    await writeFile(join(cwd, 'file'), '')
    expect((await answerOf(['init', 'empty'], { cwd }))['files']).toContain('throughline.toml')
    const refusal = await refusalOf(['init', 'full'], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code: 'FOLDER_NOT_EMPTY' })
    expect(await readdir(join(cwd, 'full'))).toEqual(['notes.txt'])
    expect((await refusalOf(['init', 'file'], 2, { cwd })).code).toBe('NOT_A_FOLDER')
    expect((await refusalOf(['init'], 2, { cwd })).code).toBe('MISSING_ARGUMENT')
  })
})
