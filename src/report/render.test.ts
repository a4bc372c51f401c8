import { describe, expect, it } from 'vitest'
import { FINDINGS, makeEvidence } from '../../test/e2e/report-evidence.ts'
import { compareMetrics } from '../metrics/index.ts'
import { analyse } from './analysis.ts'
import { cleanSvg } from './chart-svg.ts'
import { rerunCommand } from './commands.ts'
import { html, trustedHtml } from './html.ts'
import {
  parseReportFormat,
  renderComparison,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSummary,
  TRADE_LIMIT,
  warningsOf,
} from './index.ts'

describe('html', () => {
  it('escapes what is put in, joins lists, leaves out null and false', () => {
    expect(html`<p title="${'"<&>\''}">${['a<', html`<b>${1}</b>`]}${null}${false}</p>`.html).toBe(
      '<p title="&quot;&lt;&amp;&gt;&#39;">a&lt;<b>1</b></p>',
    )
    expect(html`${trustedHtml('<i>')}`.html).toBe('<i>')
  })
})

describe('cleanSvg', () => {
  it('numbers ids by the page, names colours by variable, drops hover rules', () => {
    const svg =
      '<svg width="1" height="1" xmlns="x">\n<path stroke="#101004" class="zr7-cls-3" clip-path="url(#zr7-c0)"></path><style ><![CDATA[.zr7-cls-3:hover{}]]></style>\n</svg>'
    expect(cleanSvg(svg, { id: 'equity-wide', title: 'A & B', width: 10, height: 5 })).toBe(
      '<svg id="equity-wide" role="img" aria-label="A &#38; B" viewBox="0 0 10 5" xmlns="http://www.w3.org/2000/svg">\n<path stroke="var(--ink-accent)" clip-path="url(#equity-wide-c0)"></path>\n</svg>',
    )
  })
})

describe('warnings', () => {
  it('names an optimistic fill rule, missing costs, findings, tiers and open lots, worst first', () => {
    const evidence = makeEvidence({ fillRule: 'same-close', findings: FINDINGS })
    const { run } = evidence
    const bare = { ...run, config: { ...run.config, costs: [] }, strategy: { ...run.strategy, tier: 2 } }
    expect(warningsOf({ ...evidence, run: bare }).map(({ code }) => code)).toEqual([
      'SAME_CLOSE',
      'NO_COSTS',
      'OPEN_EQUALS_PREVIOUS_CLOSE',
      'TIER',
      'OPEN_LOTS',
    ])
  })

  it('say in one what was found in a snapshot, where they are to be brief and it was much', () => {
    const findings = ['GAPS', 'SPIKE', 'STALE_PRICES'].map((code) => ({ ...FINDINGS[0]!, code }))
    const evidence = { ...makeEvidence({ findings }), openLots: [] }
    expect(warningsOf(evidence).map(({ code }) => code)).toEqual(['GAPS', 'SPIKE', 'STALE_PRICES'])
    const brief = warningsOf(evidence, { isBrief: true })
    expect(brief.map(({ code }) => code)).toEqual(['FINDINGS'])
    expect(brief[0]?.text).toMatch(/x GAPS, .* x SPIKE, .* x STALE_PRICES\. See throughline snapshot show/)
  })

  it('says that shorts borrow for nothing, closed ones and open ones', () => {
    const sound = { ...makeEvidence(), openLots: [] }
    const [trade] = sound.trades
    const codes = (evidence: Parameters<typeof warningsOf>[0]) => warningsOf(evidence).map(({ code }) => code)
    expect(codes({ ...sound, trades: [{ ...trade!, side: 'short' }] })).toEqual(['NO_BORROW_FEE'])
    const lot = { ...makeEvidence().openLots[0]!, quantity: -5 }
    expect(codes({ ...sound, openLots: [lot] })).toEqual(['NO_BORROW_FEE', 'OPEN_LOTS'])
  })

  it('says that annual figures of less than a year are extrapolated', () => {
    const evidence = { ...makeEvidence(), openLots: [] }
    const { run } = evidence
    const short = { ...run, metrics: { ...run.metrics, periods: 63 } }
    expect(warningsOf({ ...evidence, run: short })).toEqual([
      {
        code: 'SHORT_RUN',
        text: 'The run covers 63 periods, 0.25 years: annual figures extrapolate it.',
      },
    ])
    const undefinedOnes = { ...short, metrics: { ...short.metrics, annualReturn: null } }
    expect(warningsOf({ ...evidence, run: undefinedOnes })).toEqual([])
  })

  it('are none for a sound run without open lots', () => {
    expect(warningsOf({ ...makeEvidence(), openLots: [] })).toEqual([])
  })
})

describe('analysis', () => {
  it('dates drawdowns by the opening of their bars', () => {
    const evidence = makeEvidence()
    const deepest = evidence.run.metrics.drawdown!
    expect(analyse(evidence).drawdowns[0]).toMatchObject({
      depth: deepest.depth,
      troughMs: deepest.troughTimeMs - 86_400_000,
    })
  })

  it('groups trades so that their nets add up', () => {
    const evidence = makeEvidence()
    const total = evidence.trades.reduce((sum, { net }) => sum + net, 0)
    const { instruments, sides } = analyse(evidence)
    for (const groups of [instruments, sides]) {
      expect(groups.reduce((sum, { statistics }) => sum + statistics.net, 0)).toBeCloseTo(total, 6)
    }
  })
})

describe('rerunCommand', () => {
  it('says every setting, quotes what a shell would read, and ends a slice at its last day', () => {
    const { run } = makeEvidence()
    const slice = { fromMs: Date.UTC(2016, 0, 1), toMs: Date.UTC(2017, 0, 1), instruments: ['AAA', 'B B'] }
    const config = {
      ...run.config,
      slice,
      fillRule: 'next-close',
      credit: 'unlimited',
      closeAtEnd: true,
    } as const
    expect(rerunCommand({ ...run, config })).toBe(
      "throughline run mean-holder.ts --snapshot made-daily --set window=50 --set quantity=40 --set 'weights=[0.25,0.75]' " +
        "--set 'exit=close <= mean' --cash 100000 --cost spread-bps=5 --cost fixed-fee=1 --risk long-only --risk max-weight=0.25 " +
        "--fill next-close --credit unlimited --close-at-end --from 2016-01-01 --to 2016-12-31 --instruments 'AAA,B B' --seed 7",
    )
    const instant = { ...slice, toMs: Date.UTC(2017, 0, 1) + 1 }
    expect(rerunCommand({ ...run, config: { ...config, slice: instant } })).toContain(
      '--to 2017-01-01T00:00:00.000Z',
    )
  })
})

const ESCAPE = '\u001b'

describe('renderSummary', () => {
  const evidence = makeEvidence({ findings: FINDINGS })

  it('fits the width, shows figures in two columns, warnings and the report', () => {
    const text = renderSummary(evidence, { color: false, reportPath: 'out/report.html', width: 80 })
    expect(text).not.toContain(ESCAPE)
    expect(text).toMatch(/Total return +12\.16% +Final equity +112,161\.60\n/)
    expect(text).toMatch(/! Snapshot 'made-daily' has 1,760 x OPEN_EQUALS_PREVIOUS_CLOSE/)
    expect(text).toContain('Report  out/report.html')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('says the same with colours', () => {
    const colored = renderSummary(evidence, { color: true })
    expect(colored).toContain(`${ESCAPE}[`)
    expect(colored.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')).toBe(
      renderSummary(evidence, { color: false }),
    )
  })
})

describe('renderComparison', () => {
  it('marks the best of each figure and warns where contexts differ', () => {
    const one = makeEvidence().run
    const two = makeEvidence({ days: 700 }).run
    const text = renderComparison(
      compareMetrics([
        { name: 'one', metrics: one.metrics, context: one.metricContext },
        { name: 'two', metrics: two.metrics, context: { ...two.metricContext, periodsPerYear: 365 } },
      ]),
      { color: false },
    )
    expect(text).toMatch(/Final equity +112,161\.60 \* /)
    expect(text).toContain('annualised figures do not compare')
  })
})

describe('renderMarkdown', () => {
  it('lets no text break a table, a fence or a heading', () => {
    const text = renderMarkdown(makeEvidence({ name: 'a|b <script>\n# x', source: 'a\n````\nb' }))
    expect(text.split('\n')[0]).toBe('# a\\|b &lt;script\\> \\# x (baseline)')
    expect(text).toContain('`````\na\n````\nb\n`````')
    const rows = text.split('\n').filter((line) => line.startsWith('| Final equity'))
    expect(rows).toHaveLength(1)
  })
})

describe('renderJson', () => {
  it('holds the metrics at full precision and the extremes of the curve', () => {
    const evidence = makeEvidence()
    const document = JSON.parse(renderJson(evidence)) as {
      run: { metrics: unknown }
      curve: { equity: number[] }
      trades: { count: number; rows: unknown[] }
    }
    expect(document.run.metrics).toEqual(evidence.run.metrics)
    expect(Math.min(...document.curve.equity)).toBe(Math.min(...evidence.curve.equity))
    expect(document.trades.count).toBe(evidence.trades.length)
  })
})

describe('long runs', () => {
  it('list the first thousand trades and say where the others are', async () => {
    const evidence = makeEvidence({ days: 1_300, instruments: Array.from({ length: 26 }, (_, n) => `I${n}`) })
    expect(evidence.trades.length).toBeGreaterThan(TRADE_LIMIT)
    const text = await renderHtml(evidence)
    expect(text).toContain(`The first 1,000 of ${evidence.trades.length.toLocaleString('en-US')} trades`)
    expect(text).toContain(`throughline runs export ${evidence.run.runId} --what trades`)
    expect(text.match(/<tr><td>I\d+<\/td>/g)!.length).toBeLessThan(TRADE_LIMIT + 60)
  })
})

describe('parseReportFormat', () => {
  it('names the formats to one who asks for another', () => {
    expect(parseReportFormat('md')).toBe('md')
    expect(() => parseReportFormat('htlm')).toThrow("Did you mean 'html'?")
  })
})
