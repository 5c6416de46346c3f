"""Forecasts of statsforecast's models, for scores beside ours.

Usage: peers.py FILE, which is {"horizon", "levelPercent", "windows": [[value]], "peers": [name], all by default}. Prints one line of JSON a window and model:
{"peer", "window", "mean", "lower", "upper", "cpuMs"}, or {"peer", "window", "error"}.
"""

import json
import sys
import time
import warnings

import numpy as np
from statsforecast.models import MSTL, AutoETS, AutoTheta

PEERS = {
    "statsforecast AutoETS, no season": lambda: AutoETS(season_length=1),
    "statsforecast AutoTheta, no season": lambda: AutoTheta(season_length=1),
    "statsforecast MSTL(288) + AutoETS": lambda: MSTL(season_length=288, trend_forecaster=AutoETS(model="ZZN")),
}


def forecast(peer, window, horizon, level):
    values = np.asarray(window, dtype=float)
    before = time.process_time()
    result = PEERS[peer]().forecast(y=values, h=horizon, level=[level])
    taken = 1000 * (time.process_time() - before)
    columns = {"mean": result["mean"], "lower": result[f"lo-{level}"], "upper": result[f"hi-{level}"]}
    return {name: np.asarray(column).tolist() for name, column in columns.items()} | {"cpuMs": taken}


def attempt(peer, *arguments):
    try:
        return forecast(peer, *arguments)
    # What a model does not take differs from version to version; the window then counts as one without a forecast.
    except Exception as error:
        return {"error": str(error)}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    horizon, level = task["horizon"], task["levelPercent"]
    for peer in task.get("peers", PEERS):
        attempt(peer, task["windows"][0], horizon, level)
        for index, window in enumerate(task["windows"]):
            print(json.dumps({"peer": peer, "window": index} | attempt(peer, window, horizon, level)), flush=True)


warnings.simplefilter("ignore")
main()
