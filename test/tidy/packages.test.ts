import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { missingPlatforms } from '../../scripts/lock-platforms.mjs'
import { allFiles, ROOT } from './files.ts'
import { type PackageJson, pins, registryAddresses, unusedDependencies } from './packages.ts'

const json = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as PackageJson

describe('the package', () => {
  it('pins its dependencies exactly', () => {
    expect(pins(json)).toEqual([])
  })

  it('uses every dependency', () => {
    expect(unusedDependencies(json, allFiles)).toEqual([])
  })

  it('locks the packages of every platform, without which `npm ci` refuses: `npm run lock` adds them', () => {
    const { packages } = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
      packages: Parameters<typeof missingPlatforms>[0]
    }
    expect(Object.keys(missingPlatforms(packages))).toEqual([])
  })

  it('locks no address of a registry', () => {
    expect(registryAddresses(readFileSync(`${ROOT}package-lock.json`, 'utf8'))).toEqual([])
  })
})

describe('the rules of packages', () => {
  it.each(['^1.2.3', '~1.2.3', '1.x', 'latest', '>=1', '*'])('refuse the version %s', (version) => {
    expect(pins({ dependencies: { zod: version } })).toHaveLength(1)
  })

  it('accept exact versions with a pre-release tag', () => {
    expect(pins({ devDependencies: { zod: '4.6.7', duckdb: '1.5.6-r.1' } })).toEqual([])
  })

  it('refuse a dependency that no file names', () => {
    const used = { path: 'src/a.ts', text: "import { z } from 'zod'\n" }
    expect(unusedDependencies({ dependencies: { zod: '4.6.7' } }, [used])).toEqual([])
    expect(unusedDependencies({ dependencies: { zod: '4.6.7', ajv: '8.0.0' } }, [used])).toHaveLength(1)
  })

  it('refuse an address in the lock file', () => {
    const lock = { packages: { '': {}, 'node_modules/zod': { resolved: 'https://example.org/zod.tgz' } } }
    expect(registryAddresses(JSON.stringify(lock))).toHaveLength(1)
  })

  it('complete a lock file that lacks a platform', () => {
    const packages = {
      'node_modules/lint': {
        optionalDependencies: {
          '@lint/linux-x64-musl': '1.2.3',
          '@lint/win32-arm64': '1.2.3',
          other: '1.0.0',
        },
      },
      'node_modules/@lint/win32-arm64': { version: '1.2.3' },
    }
    expect(missingPlatforms(packages)).toEqual({
      'node_modules/@lint/linux-x64-musl': {
        version: '1.2.3',
        cpu: ['x64'],
        os: ['linux'],
        libc: ['musl'],
        optional: true,
      },
    })
  })
})
