/** HTML as a tagged template: whatever is put in is escaped, unless it is HTML already. Nothing else writes markup. */

export interface Html {
  readonly html: string
}

type Part = Html | string | number | null | undefined | false | readonly Part[]

/** Markup from a template; text parts are escaped, lists joined, null and false left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((text, piece, index) => text + textOf(parts[index - 1]) + piece) }
}

/** Markup that this package made itself, an SVG or a style sheet. Never pass what a user wrote. */
export function trustedHtml(text: string): Html {
  return { html: text }
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if ('html' in part) return part.html
  return part.map(textOf).join('')
}
