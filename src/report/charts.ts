/** What is drawn: the options of each chart, from the evidence, in a wide and a narrow size. */
import type { EChartsCoreOption } from 'echarts/core'
import { drawdownSeries, type HistogramBin, rollingFigures } from '../metrics/index.ts'
import type { Analysis } from './analysis.ts'
import {
  baseline,
  type ChartShape,
  flatRange,
  LABEL_STYLE,
  leftMargin,
  lineOf,
  nameStyle,
  type Panel,
  type Point,
  panelAxes,
  shortMoney,
  shortPercent,
} from './chart-panels.ts'
import { INK } from './chart-svg.ts'
import type { ReportEvidence } from './evidence.ts'
import { groupedNumber } from './format.ts'
import { sampleEvenly, sampleExtremes } from './sample.ts'

const ROLLING_POINTS = 400

/** Equity, drawdown and gross exposure over one time axis; the deepest drawdown is shaded from peak to recovery. */
export function equityChart(
  evidence: ReportEvidence,
  analysis: Analysis,
  shape: ChartShape,
): { readonly option: EChartsCoreOption; readonly height: number } {
  const { curve, pulseOpenMs, run } = evidence
  const { equity, grossExposure } = curve
  const path = { equity, openingEquity: run.metrics.openingEquity }
  const depths = drawdownSeries(path)
  const exposure = grossExposure.map((gross, n) => (equity[n]! > 0 ? gross / equity[n]! : Number.NaN))
  const deepest = analysis.drawdowns[0]
  const buckets = Math.round(shape.width * 0.7)
  const pointsOf = (values: Float64Array): Point[] =>
    Array.from(sampleExtremes(values, buckets), (n) => [pulseOpenMs[n]!, values[n]!] as const)
  const equityHeight = shape.isNarrow ? 190 : 260
  const lowerHeight = shape.isNarrow ? 80 : 100
  const panels: Panel[] = [
    { name: 'Equity', top: 36, height: equityHeight, format: shortMoney, ...flatRange(equity) },
    {
      name: 'Drawdown',
      top: equityHeight + 80,
      height: lowerHeight,
      format: shortPercent,
      max: 0,
      ...(deepest === undefined ? { min: -0.01 } : {}),
    },
    {
      name: 'Gross exposure / equity',
      top: equityHeight + lowerHeight + 124,
      height: shape.isNarrow ? 60 : 70,
      format: shortPercent,
      min: 0,
    },
  ]
  const shade =
    deepest === undefined
      ? {}
      : {
          markArea: {
            silent: true,
            itemStyle: { color: INK.loss, opacity: 0.07 },
            data: [[{ xAxis: deepest.peakMs }, { xAxis: deepest.recoveryMs ?? analysis.toMs }]],
          },
        }
  const bottom = panels[2]!
  return {
    height: bottom.top + bottom.height + 30,
    option: {
      ...panelAxes({ panels, shape, pulseOpenMs }),
      series: [
        { ...lineOf(0, pointsOf(equity), INK.accent), ...shade, markLine: baseline(path.openingEquity) },
        {
          ...lineOf(1, pointsOf(depths), INK.loss),
          areaStyle: { color: INK.loss, opacity: 0.18, origin: 'end' },
          ...shade,
        },
        {
          ...lineOf(2, pointsOf(exposure), INK.second),
          areaStyle: { color: INK.second, opacity: 0.15, origin: 'start' },
        },
      ],
    },
  }
}

/** Volatility and Sharpe ratio of a moving window. */
export function rollingChart(
  evidence: ReportEvidence,
  analysis: Analysis,
  shape: ChartShape,
): { readonly option: EChartsCoreOption; readonly height: number } | null {
  const { returns, rollingWindow: window } = analysis
  if (window === null) return null
  const { pulseOpenMs, run } = evidence
  const ends = sampleEvenly(window - 1, returns.length - 1, ROLLING_POINTS)
  const { sharpe, volatility } = rollingFigures({ returns, window, ends, context: run.metricContext })
  // Return n ends at pulse n + 1. A figure that is undefined breaks the line.
  const pointsOf = (values: Float64Array): Point[] =>
    Array.from(ends, (end, n) => [pulseOpenMs[end + 1]!, values[n]!] as const)
  const height = shape.isNarrow ? 100 : 110
  const panels: Panel[] = [
    { name: 'Sharpe', top: 36, height, format: (value) => groupedNumber(value, 1) },
    { name: 'Volatility', top: 80 + height, height, format: shortPercent, min: 0 },
  ]
  return {
    height: 2 * height + 110,
    option: {
      ...panelAxes({ panels, shape, pulseOpenMs }),
      series: [
        { ...lineOf(0, pointsOf(sharpe), INK.accent), markLine: baseline(0) },
        lineOf(1, pointsOf(volatility), INK.second),
      ],
    },
  }
}

/** How often returns of which size came. */
export function distributionChart(
  analysis: Analysis,
  shape: ChartShape,
): { readonly option: EChartsCoreOption; readonly height: number } | null {
  const { bins, distribution } = analysis
  if (distribution === null || bins.length < 2) return null
  const height = shape.isNarrow ? 200 : 220
  const centre = (bins.length - 1) / 2
  return {
    height: height + 60,
    option: {
      grid: { top: 30, height, left: leftMargin(shape), right: shape.isNarrow ? 12 : 18 },
      xAxis: {
        type: 'category',
        data: bins.map(binText),
        axisLine: { lineStyle: { color: INK.grid } },
        axisTick: { show: false },
        axisLabel: {
          ...LABEL_STYLE,
          interval: (index: number) => (index - centre) % 10 === 0,
          formatter: (_: string, index: number) => binText(bins[index]!),
        },
      },
      yAxis: {
        type: 'value',
        name: 'Returns per bin',
        nameLocation: 'end',
        nameGap: 12,
        nameTextStyle: nameStyle(shape),
        splitNumber: 4,
        splitLine: { lineStyle: { color: INK.grid } },
        axisLabel: { ...LABEL_STYLE, formatter: shortMoney },
      },
      series: [
        {
          type: 'bar',
          barCategoryGap: '12%',
          data: bins.map(({ count }, index) => ({
            value: count,
            itemStyle: {
              color: index < centre ? INK.loss : index > centre ? INK.gain : INK.faint,
              opacity: 0.75,
            },
          })),
        },
      ],
    },
  }
}

/** The middle of a bin in percent, two significant digits. */
function binText({ low, high }: HistogramBin): string {
  const middle = 50 * (low + high)
  return `${Math.abs(middle) < 1e-9 ? 0 : Number(middle.toPrecision(2))}%`
}
