/** An explanation as a person reads it: from the decision down to the fill, at most 80 columns where values allow. */
import { isoTime } from '../../model/index.ts'
import type { ExplainedFill, ExplainedOrder, Explanation, SeenOnly } from '../../run/index.ts'

const HEAD_WIDTH = 13

export function explanationText(explanation: Explanation): string {
  const { runId, trade, orders, seen, strategy, snapshot, params } = explanation
  const parameters = Object.entries(params).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [
    ...(trade === null
      ? []
      : [
          `Trade ${trade.number} of ${runId}: ${trade.side} ${amount(trade.quantity)} ${trade.instrument}, net ${amount(trade.net)}`,
          '',
        ]),
    ...orders.flatMap((order) => [...orderLines(order, runId), '']),
    ...(seen === null ? [] : [...seenLines(seen, runId), '']),
    'Where this comes from',
    line('bars', `snapshot ${snapshot.id}`),
    line('', snapshot.hash),
    line(
      'strategy',
      `${strategy.name}, tier ${strategy.tier}${parameters.length === 0 ? '' : `, ${parameters.join(' ')}`}`,
    ),
    line('', strategy.hash),
    line('identity', explanation.identity),
    line('ledger', explanation.ledgerHash),
    line('engine', `version ${explanation.engineVersion}`),
  ].join('\n')
}

function orderLines(
  { instrument, end, order, risk, decision, fill, between }: ExplainedOrder,
  runId: string,
): string[] {
  const ended =
    end.kind === 'fill'
      ? `${end.quantity > 0 ? 'bought' : 'sold'} ${amount(Math.abs(end.quantity))} ${instrument} at ${amount(end.price)}`
      : `${end.kind.replace('order-', '')} ${end.reason}: ${amount(end.quantity)} ${instrument}${end.missing > 0 ? `, ${amount(end.missing)} missing` : ''}`
  return [
    `Event ${end.seq} of ${runId}: ${ended}, ${isoTime(end.timeMs)}`,
    ...(decision.by === 'strategy' ? [] : [line('decided by', decision.by)]),
    line(
      `decision ${decision.seq}`,
      `${isoTime(decision.timeMs)}: ${decision.by === 'strategy' ? 'the strategy' : 'the run'} wanted ${amount(decision.target)}, held ${amount(decision.position)}`,
    ),
    line('  its bar', barText(decision.bar)),
    ...featureLines(decision.features),
    line('  account', `cash ${amount(decision.cash)}, equity ${amount(decision.equity)}`),
    ...risk.map((one) => line(`risk ${one.seq}`, `${one.reason}: ${amount(one.from)} -> ${amount(one.to)}`)),
    line(
      `order ${order.seq}`,
      `${order.quantity > 0 ? 'buy' : 'sell'} ${amount(Math.abs(order.quantity))}, to hold ${amount(order.target)}`,
    ),
    ...between.toReversed().map((event) => line(`${event.kind} ${event.seq}`, isoTime(event.timeMs))),
    ...(fill === null ? [] : fillLines(fill)),
  ]
}

function fillLines({
  seq,
  bar,
  quoted,
  quote,
  costs,
  price,
  fee,
  before,
  after,
  closed,
}: ExplainedFill): string[] {
  return [
    line(`fill ${seq}`, `at the ${quoted} of the bar of ${isoTime(bar.openMs)}`),
    line('  its bar', barText(bar)),
    costLine(quoted, amount(quote), ''),
    ...costs
      .filter((step) => step.cost !== 'rounding' || amount(Math.abs(step.price)) !== '0')
      .map((step) =>
        costLine(step.cost, step.price === 0 ? '' : signed(step.price), `cost ${amount(step.money)}`),
      ),
    costLine('price', amount(price), fee === 0 ? '' : `and a fee of ${amount(fee)}`),
    line('  cash', `${amount(before.cash)} -> ${amount(after.cash)}`),
    line('  position', `${amount(before.position)} -> ${amount(after.position)}`),
    ...closed.map((trade) =>
      line(
        '  closed',
        `${trade.side} ${amount(trade.quantity)} from ${isoTime(trade.entryTimeMs)} at ${amount(trade.entryPrice)}, net ${amount(trade.net)}`,
      ),
    ),
  ]
}

function seenLines({ instrument, bar, features, position }: SeenOnly, runId: string): string[] {
  return [
    `No order for ${instrument} in ${runId} then; ${amount(position)} held, and this is what was seen`,
    line('at', isoTime(bar.closeMs)),
    line('  its bar', barText(bar)),
    ...featureLines(features),
  ]
}

function featureLines(features: Readonly<Record<string, number | null>>): string[] {
  const texts = Object.entries(features).map(
    ([name, value]) => `${name} ${value === null ? 'not warm' : amount(value)}`,
  )
  const lines: string[] = []
  for (const text of texts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + text.length + 2 <= 80 - HEAD_WIDTH - 4) {
      lines[lines.length - 1] = `${last}  ${text}`
    } else lines.push(text)
  }
  return lines.map((text, index) => line(index === 0 ? '  features' : '', text))
}

function barText({ openMs, open, high, low, close, volume }: ExplainedFill['bar']): string {
  return `${isoTime(openMs)} o ${amount(open)} h ${amount(high)} l ${amount(low)} c ${amount(close)} v ${amount(volume)}`
}

function line(head: string, text: string): string {
  return `  ${head.padEnd(HEAD_WIDTH)} ${text}`.trimEnd()
}

function costLine(head: string, value: string, note: string): string {
  return `    ${head.padEnd(20)} ${value.padStart(16)}  ${note}`.trimEnd()
}

/** A number with at most eight decimals, which is as fine as prices are. */
function amount(value: number): string {
  return String(Math.round(value * 1e8) / 1e8)
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${amount(value)}`
}
