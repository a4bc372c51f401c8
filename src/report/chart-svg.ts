/**
 * Charts as SVG text, drawn by ECharts without a DOM. The library is loaded when the first chart is drawn and never before.
 *
 * Two things are put right in its output: ids that count charts per process (equal input must give equal bytes), and colours, which
 * are named by stand-ins so that the page can choose them for light and dark.
 */
import type { EChartsCoreOption } from 'echarts/core'

/** Stand-ins: no other colour may occur in a chart. The page defines a CSS variable of each name. */
export const INK = {
  text: '#101001',
  faint: '#101002',
  grid: '#101003',
  accent: '#101004',
  loss: '#101005',
  gain: '#101006',
  second: '#101007',
} as const

export interface ChartSize {
  readonly width: number
  readonly height: number
}

export interface ChartFrame extends ChartSize {
  /** Unique on the page; letters, digits and hyphens. */
  readonly id: string
  /** What the chart shows, for those who cannot see it. */
  readonly title: string
}

/** Draws one chart. */
export async function renderChart(option: EChartsCoreOption, frame: ChartFrame): Promise<string> {
  const echarts = await loadECharts()
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: frame.width,
    height: frame.height,
  })
  try {
    chart.setOption({ animation: false, useUTC: true, silent: true, ...option })
    return cleanSvg(chart.renderToSVGString(), frame)
  } finally {
    // An instance that is kept holds the process open.
    chart.dispose()
  }
}

async function loadECharts() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([
    charts.LineChart,
    charts.BarChart,
    components.GridComponent,
    components.MarkLineComponent,
    components.MarkAreaComponent,
    components.MarkPointComponent,
    renderers.SVGRenderer,
  ])
  return core
}

/** Takes out what a still picture does not need, numbers ids by the page's, and names colours by variable. */
export function cleanSvg(svg: string, { id, title, width, height }: ChartFrame): string {
  const body = svg
    .slice(svg.indexOf('>') + 1)
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<defs\s*>\s*<\/defs>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ pointer-events="visible"/g, '')
    .replace(/ xml:space="preserve"/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/g, '')
    .replace(/zr\d+-/g, `${id}-`)
    .replace(/#1010(0\d)/g, (_, digits: string) => `var(--${inkName(digits)})`)
    .replace(/\n+/g, '\n')
  const label = title.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
  return `<svg id="${id}" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${body}`
}

function inkName(digits: string): string {
  const entry = Object.entries(INK).find(([, color]) => color.endsWith(digits))
  return `ink-${entry?.[0] ?? 'text'}`
}
