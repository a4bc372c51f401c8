// @ts-check
/**
 * `npm run indicators`: writes docs/reference/indicators.md from the docstrings beside the indicators' definitions. With
 * --check it fails where the page is not what it would write.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'

const PAGE = join(ROOT, 'docs', 'reference', 'indicators.md')
const FOLDER = join(ROOT, 'src', 'indicators')
/** Group folders in the order of the page, with their headings. */
const GROUPS = {
  overlap: 'Overlap',
  momentum: 'Momentum',
  volatility: 'Volatility',
  volume: 'Volume',
  price: 'Price',
  statistic: 'Statistic',
  cycle: 'Cycle',
  candles: 'Candle patterns',
}

const DEFINITION =
  /\/\*\*\n((?: \*[^\n]*\n)+?) \*\/\nexport const (\w+)[^=]*= define(?:Indicator|Pattern|Penetration)\(\{\n\s*name: '([^']+)',\n\s*title: '((?:[^'\\]|\\.)+)'/g

/** @param {string} block the lines between the marks of a docstring */
function paragraphs(block) {
  const lines = block.split('\n').map((line) => line.replace(/^ \* ?/, '').trimEnd())
  const sections = lines.join('\n').split(/\n(?=(?:Formula|Source|Warm-up|Output|Outputs|Inputs|Gaps):)|\n\n/)
  return sections
    .map((section) => section.replace(/\s*\n\s*/g, ' ').trim())
    .filter((section) => section !== '')
}

/** @param {string} group */
function entries(group) {
  const folder = join(FOLDER, group)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(DEFINITION)].map(
        ([, block = '', call = '', name = '', title = '']) =>
          [
            `### ${name}`,
            '',
            `**${title.replace(/\\'/g, "'")}**, \`${call}(...)\``,
            '',
            ...paragraphs(block).map((text) => `- ${text}`),
            '',
          ].join('\n'),
      ),
    )
}

/** The whole page. */
export function indicatorPage() {
  const sections = Object.entries(GROUPS).map(([group, heading]) => ({ heading, texts: entries(group) }))
  const count = sections.reduce((sum, { texts }) => sum + texts.length, 0)
  return [
    '# Indicators',
    '',
    `${count} indicators, by group and name. \`throughline indicators list\` shows them with their parameters, \`throughline indicators compute NAME\``,
    'computes one over a snapshot. This page is made from the docstrings in src/indicators by `npm run indicators`.',
    '',
    ...sections.map(({ heading, texts }) => [`## ${heading}`, '', ...texts].join('\n')),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

if (process.argv[1]?.endsWith('indicator-pages.mjs')) {
  const page = indicatorPage()
  if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
  else if (readFileSync(PAGE, 'utf8') !== page) {
    console.error(
      'docs/reference/indicators.md must say what the docstrings say, but it is stale: npm run indicators',
    )
    process.exitCode = 1
  }
}
