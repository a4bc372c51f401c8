/**
 * The HTML report in a real browser: no request, no script, no message on the console, nothing wider than the screen, and the figures
 * that the evidence holds. Needs Chromium (CHROMIUM_PATH, else Debian's place); without it, it is skipped except under CI.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRIC_DEFINITIONS } from '../../src/metrics/index.ts'
import { formatFigure, type ReportEvidence, renderHtml, writeReport } from '../../src/report/index.ts'
import { FINDINGS, makeEvidence } from './report-evidence.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const canRun = existsSync(executablePath) || process.env['CI'] !== undefined

interface Visit {
  readonly page: Page
  readonly requests: readonly string[]
  readonly messages: readonly string[]
}

// No browser on this machine: skipped, except under CI, where its absence is a failure.
describe.runIf(canRun)('the HTML report in a browser', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-report-'))
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true })
  })

  async function visit(
    evidence: ReportEvidence,
    { width = 1_200, colorScheme = 'light' }: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Visit> {
    const { path } = await writeReport(evidence, 'html', join(folder, 'deep', `${evidence.run.runId}.html`))
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const requests: string[] = []
    const messages: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => messages.push(message.text()))
    page.on('pageerror', (error) => messages.push(String(error)))
    await page.goto(pathToFileURL(path).href)
    return { page, requests, messages }
  }

  it('asks the network for nothing and says nothing on the console', async () => {
    const { page, requests, messages } = await visit(makeEvidence({ findings: FINDINGS }))
    expect(requests).toHaveLength(1)
    expect(messages).toEqual([])
    expect(await page.locator('script, link, img, iframe, object').count()).toBe(0)
    await page.close()
  })

  it('shows every figure as the evidence has it', async () => {
    const evidence = makeEvidence()
    const { page } = await visit(evidence)
    for (const { key, unit } of METRIC_DEFINITIONS) {
      const shown = await page.locator(`[data-metric="${key}"]`).textContent()
      expect(shown, key).toBe(formatFigure(evidence.run.metrics[key], unit))
    }
    expect(await page.title()).toContain(evidence.run.runId)
    await page.close()
  })

  it.each([
    ['wide', 1_200],
    ['narrow', 400],
  ] as const)('draws its charts on a %s screen and fits it', async (size, width) => {
    const { page } = await visit(makeEvidence({ findings: FINDINGS }), { width })
    for (const chart of ['equity', 'distribution', 'rolling']) {
      const box = await page.locator(`#${chart}-${size}`).boundingBox()
      expect(box?.width, chart).toBeGreaterThan(300)
      expect(await page.locator(`#${chart}-${size} path`).count()).toBeGreaterThan(5)
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await page.close()
  })

  it('follows the preference for dark', async () => {
    const background = async (colorScheme: 'light' | 'dark'): Promise<unknown> => {
      const { page } = await visit(makeEvidence({ days: 100 }), { colorScheme })
      const color = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      await page.close()
      return color
    }
    expect(await background('light')).toBe('rgb(255, 255, 255)')
    expect(await background('dark')).not.toBe('rgb(255, 255, 255)')
  })

  it('runs nothing that a name, a label, a finding or a source says', async () => {
    const evil = '</pre></style><script>document.title="owned"</script><img src=x onerror=alert(1)>"\''
    const { page, requests, messages } = await visit(
      makeEvidence({
        name: evil,
        label: evil,
        source: evil,
        instruments: [evil, 'B'],
        findings: [
          {
            code: evil,
            severity: 'warning',
            count: 1,
            examples: [{ file: evil, line: 1, instrument: evil, time: null, text: evil }],
          },
        ],
      }),
    )
    expect(requests).toHaveLength(1)
    expect(messages).toEqual([])
    expect(await page.locator('script, img').count()).toBe(0)
    expect(await page.locator('h1').textContent()).toBe(evil)
    await page.close()
  })
})

describe('renderHtml', () => {
  it('gives equal bytes for equal evidence, in one process and for any count of charts before', async () => {
    const first = await renderHtml(makeEvidence())
    await renderHtml(makeEvidence({ days: 200 }))
    expect(await renderHtml(makeEvidence())).toBe(first)
  })

  it('renders runs of every length, the shortest too', async () => {
    for (const days of [1, 2, 3, 25, 60]) {
      const text = await renderHtml(makeEvidence({ days, instruments: ['ONE'] }))
      expect(text).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('replaces the file that was there and leaves no other behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-report-'))
    const path = join(folder, 'report.md')
    await writeReport(makeEvidence({ days: 100 }), 'md', path)
    const { bytes } = await writeReport(makeEvidence({ days: 90 }), 'md', path)
    expect((await readFile(path)).length).toBe(bytes)
    await expect(writeReport(makeEvidence({ days: 5 }), 'md', folder)).rejects.toMatchObject({
      code: 'REPORT_UNWRITABLE',
    })
    await rm(folder, { recursive: true })
  })
})
