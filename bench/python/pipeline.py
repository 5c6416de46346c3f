"""CPU time of the analysis as it is written with statsmodels and pandas, stage by stage.

Usage: pipeline.py SECONDS FILE, which is {"startMs", "stepMs", "series": {name: [value]}}. Rounds over all series go on until SECONDS
are over, at least one. Prints JSON: {"rounds", "stages": {stage: mean over the series of each one's median, in ms}}.
"""

import json
import statistics
import sys
import time
import warnings

import pandas as pd
from statsmodels.tsa.filters.hp_filter import hpfilter
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.seasonal import seasonal_decompose
from statsmodels.tsa.stattools import acf, adfuller


def aggregates(x):
    for width in ("1h", "3h", "12h"):
        last = x.resample(width).last()
        last.max(), last.min(), last.mean(), last.std()


def forecast(trend):
    minutes = trend.resample("1min").mean()
    model = ExponentialSmoothing(minutes, trend="mul", seasonal="add", seasonal_periods=550)
    return model.fit().forecast(10)


def analyse(x):
    """Milliseconds of CPU that each stage took."""
    taken = {}

    def timed(stage, run):
        before = time.process_time()
        result = run()
        taken[stage] = 1000 * (time.process_time() - before)
        return result

    timed("dickeyFuller", lambda: adfuller(x, maxlag=3, autolag="AIC", regression="c"))
    _, trend = timed("hodrickPrescott", lambda: hpfilter(x, 1600))
    timed("autocorrelation", lambda: acf(x))
    timed("decomposition", lambda: seasonal_decompose(x, model="additive", period=60))
    timed("aggregates", lambda: aggregates(x))
    timed("forecast", lambda: forecast(trend))
    taken["total"] = sum(taken.values())
    return taken


def read(path):
    with open(path, encoding="utf-8") as file:
        window = json.load(file)
    step = pd.Timedelta(milliseconds=window["stepMs"])
    start = pd.Timestamp(window["startMs"], unit="ms", tz="UTC")
    return [
        pd.Series(values, index=pd.date_range(start, periods=len(values), freq=step), dtype=float)
        for values in window["series"].values()
    ]


def measure(series, seconds):
    analyse(series[-1])
    rounds = []
    started = time.monotonic()
    while not rounds or time.monotonic() - started < seconds:
        rounds.append([analyse(x) for x in series])
    stages = {
        stage: statistics.mean(
            statistics.median(taken[index][stage] for taken in rounds) for index in range(len(series))
        )
        for stage in rounds[0][0]
    }
    return {"rounds": len(rounds), "stages": stages}


warnings.simplefilter("ignore")
print(json.dumps(measure(read(sys.argv[2]), float(sys.argv[1]))))
