import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { indicatorPage } from '../../scripts/indicator-pages.mjs'
import { INDICATORS } from '../../src/indicators/index.ts'

const page = readFileSync(new URL('../../docs/reference/indicators.md', import.meta.url), 'utf8')

it('says what the docstrings say (npm run indicators rewrites it)', () => {
  expect(page).toBe(indicatorPage())
})

it('has every indicator, once', () => {
  const names = [...page.matchAll(/^### (.+)$/gm)].map(([, name]) => name)
  expect(names).toHaveLength(INDICATORS.length)
  expect(new Set(names)).toEqual(new Set(INDICATORS.map(({ name }) => name)))
})
