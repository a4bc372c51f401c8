"""SMA 10 over SMA 20 on one series in backtesting.py: CSV -> figures as JSON. One unit, next open, no costs."""

import json
import resource
import sys
import time
import warnings

import backtesting
import pandas as pd
from backtesting import Backtest, Strategy

warnings.filterwarnings("ignore")
# Its progress bar would be part of what is measured.
backtesting.backtesting._tqdm = lambda steps, **_: steps


def sma(values, period):
    return pd.Series(values).rolling(period).mean()


class Cross(Strategy):
    def init(self):
        self.fast = self.I(sma, self.data.Close, 10)
        self.slow = self.I(sma, self.data.Close, 20)

    def next(self):
        above = self.fast[-1] > self.slow[-1]
        if above and not self.position:
            self.buy(size=1)
        elif not above and self.position:
            self.position.close()


def main(csv):
    started = time.perf_counter()
    bars = pd.read_csv(csv, parse_dates=["date"]).set_index("date")
    bars = bars.rename(columns=str.capitalize)[["Open", "High", "Low", "Close", "Volume"]]
    loaded = time.perf_counter()
    walls = []
    for _ in range(5):
        since = time.perf_counter()
        stats = Backtest(bars, Cross, cash=10_000_000).run()
        walls.append(1000 * (time.perf_counter() - since))
    still_open = len(stats["_strategy"].trades)
    return {
        "peer": "backtesting.py " + backtesting.__version__,
        "loadMs": 1000 * (loaded - started),
        "runMs": sorted(walls)[len(walls) // 2],
        "fills": 2 * int(stats["# Trades"]) + still_open,
        "finalEquity": float(stats["Equity Final [$]"]),
        "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


print(json.dumps(main(sys.argv[1])))
