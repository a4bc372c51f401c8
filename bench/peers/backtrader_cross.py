"""The peer benchmark in Backtrader: CSV INSTRUMENTS -> figures as JSON. SMA 5 over SMA 10, one unit, next open."""

import json
import resource
import sys
import time

import backtrader as bt
import pandas as pd


class Cross(bt.Strategy):
    def __init__(self):
        self.averages = [(bt.ind.SMA(data, period=5), bt.ind.SMA(data, period=10)) for data in self.datas]
        self.above = [False] * len(self.datas)
        self.fills = 0

    def next(self):
        for i, (fast, slow) in enumerate(self.averages):
            above = fast[0] > slow[0]
            if above != self.above[i]:
                self.above[i] = above
                self.order_target_size(self.datas[i], 1 if above else 0)

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills += 1


def main(csv, instruments):
    started = time.perf_counter()
    bars = pd.read_csv(csv, parse_dates=["date"])
    cerebro = bt.Cerebro(stdstats=False)
    cerebro.broker.setcash(10_000_000)
    cerebro.broker.set_checksubmit(False)
    cerebro.addstrategy(Cross)
    for n, (symbol, frame) in enumerate(bars.groupby("symbol", sort=True)):
        if n == instruments:
            break
        cerebro.adddata(bt.feeds.PandasData(dataname=frame.set_index("date").drop(columns="symbol")), name=symbol)
    loaded = time.perf_counter()
    (strategy,) = cerebro.run()
    finished = time.perf_counter()
    return {
        "peer": "Backtrader " + bt.__version__,
        "loadMs": 1000 * (loaded - started),
        "runMs": 1000 * (finished - loaded),
        "fills": strategy.fills,
        "finalEquity": cerebro.broker.getvalue(),
        "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
