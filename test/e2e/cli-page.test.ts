import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { commandPage, PAGE } from '../../scripts/command-pages.mjs'
import { ensureBuilt } from './cli-process.ts'

beforeAll(ensureBuilt)

it('shows every command as its help does (npm run commands rewrites it)', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await commandPage())
}, 120_000)
