/** The common frame of charts: panels under one another over one time axis, and how their axes are written. */
import { INK } from './chart-svg.ts'
import { groupedNumber } from './format.ts'

export interface ChartShape {
  readonly width: number
  readonly isNarrow: boolean
}

export type Point = readonly [number, number]

const FONT = 12
/** `inherit` would be shorter, but the library writes the font shorthand, which does not allow it. */
const FONT_FAMILY = 'system-ui, sans-serif'

export const LABEL_STYLE = { color: INK.faint, fontSize: FONT, fontFamily: FONT_FAMILY } as const

/** Room for the longest label of a value axis, such as -12.345M. */
export function leftMargin({ isNarrow }: ChartShape): number {
  return isNarrow ? 60 : 68
}

/** A panel's name stands above its axis, flush with the left edge. */
export function nameStyle(shape: ChartShape): Record<string, unknown> {
  return {
    color: INK.text,
    fontSize: FONT,
    fontFamily: FONT_FAMILY,
    fontWeight: 600,
    align: 'left',
    padding: [0, 0, 0, -leftMargin(shape)],
  }
}

/** Shared by every panel: a grid of its own, a time axis (labelled only at the bottom), a value axis with few lines. */
export interface Panel {
  readonly name: string
  readonly top: number
  readonly height: number
  readonly format: (value: number) => string
  readonly max?: number
  readonly min?: number
}

export interface PanelSetting {
  readonly panels: readonly Panel[]
  readonly shape: ChartShape
  readonly pulseOpenMs: Float64Array
}

export function panelAxes({ panels, shape, pulseOpenMs }: PanelSetting) {
  const last = panels.length - 1
  const gaps = pulseOpenMs.subarray(1, 100).map((openMs, n) => openMs - pulseOpenMs[n]!)
  return {
    grid: panels.map(({ top, height }) => ({
      top,
      height,
      left: leftMargin(shape),
      right: shape.isNarrow ? 12 : 18,
    })),
    xAxis: panels.map((_, index) => ({
      type: 'time',
      gridIndex: index,
      min: pulseOpenMs[0]!,
      max: pulseOpenMs[pulseOpenMs.length - 1]!,
      // No label between two bars.
      minInterval: gaps.length === 0 ? 0 : Math.min(...gaps),
      splitNumber: shape.isNarrow ? 4 : 8,
      axisLine: { show: index === last, lineStyle: { color: INK.grid } },
      axisTick: { show: index === last, lineStyle: { color: INK.grid } },
      axisLabel: {
        show: index === last,
        ...LABEL_STYLE,
        hideOverlap: true,
        formatter: {
          year: '{yyyy}',
          month: '{MMM}',
          day: '{d} {MMM}',
          hour: '{HH}:{mm}',
          minute: '{HH}:{mm}',
        },
      },
    })),
    yAxis: panels.map(({ name, height, format, max, min }, index) => ({
      type: 'value',
      gridIndex: index,
      scale: true,
      ...(max === undefined ? {} : { max }),
      ...(min === undefined ? {} : { min }),
      name,
      nameLocation: 'end',
      nameGap: 12,
      nameTextStyle: nameStyle(shape),
      splitNumber: Math.max(2, Math.round(height / 55)),
      splitLine: { lineStyle: { color: INK.grid } },
      axisLabel: {
        ...LABEL_STYLE,
        hideOverlap: true,
        showMinLabel: true,
        formatter: format,
      },
    })),
  }
}

/** A line in the panel of that index. */
export function lineOf(index: number, data: readonly Point[], color: string): Record<string, unknown> {
  return {
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    data,
    showSymbol: false,
    lineStyle: { color, width: 1.4 },
    itemStyle: { color },
  }
}

/** Where a column has one value only, a range of one percent around it. */
export function flatRange(values: Float64Array): { readonly min: number; readonly max: number } | object {
  const first = values[0]!
  if (values.some((value) => value !== first)) return {}
  const reach = first === 0 ? 1 : Math.abs(first) / 100
  return { min: first - reach, max: first + reach }
}

export function baseline(value: number): Record<string, unknown> {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: INK.faint, type: 'dashed', width: 1 },
    data: [{ yAxis: value }],
  }
}

/** `1,250`, `12.5k`, `1.25M`: enough digits to tell the lines of an axis apart. */
export function shortMoney(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9) return `${trimZeros(value / 1e9)}B`
  if (size >= 1e6) return `${trimZeros(value / 1e6)}M`
  if (size >= 1e4) return `${trimZeros(value / 1e3)}k`
  return trimZeros(value)
}

export function shortPercent(value: number): string {
  return `${trimZeros(100 * value)}%`
}

function trimZeros(value: number): string {
  const text = groupedNumber(value, 3)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
