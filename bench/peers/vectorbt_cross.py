"""The peer benchmark in vectorbt: CSV -> figures as JSON. Whole columns at once, compiled by numba."""

import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import pandas as pd
import vectorbt as vbt


def simulate(opens, closes):
    above = vbt.MA.run(closes, 5).ma.to_numpy() > vbt.MA.run(closes, 10).ma.to_numpy()
    target = pd.DataFrame(above.astype(float), index=closes.index, columns=closes.columns).shift(1)
    portfolio = vbt.Portfolio.from_orders(
        closes,
        size=target,
        size_type="targetamount",
        price=opens,
        init_cash=10_000_000,
        cash_sharing=True,
        group_by=True,
        freq="1D",
    )
    # Its results are computed when they are asked for.
    return int(portfolio.orders.count()), float(portfolio.final_value())


def main(csv):
    started = time.perf_counter()
    bars = pd.read_csv(csv, parse_dates=["date"])
    opens = bars.pivot(index="date", columns="symbol", values="open")
    closes = bars.pivot(index="date", columns="symbol", values="close")
    loaded = time.perf_counter()
    walls = []
    for _ in range(6):
        since = time.perf_counter()
        fills, equity = simulate(opens, closes)
        walls.append(1000 * (time.perf_counter() - since))
    return {
        "peer": "vectorbt " + vbt.__version__,
        "loadMs": 1000 * (loaded - started),
        "firstMs": walls[0],
        "runMs": sorted(walls[1:])[2],
        "fills": fills,
        "finalEquity": equity,
        "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


print(json.dumps(main(sys.argv[1])))
