"""Real series that Python packages carry, as files of timestamp,value.

Usage: export-series.py DIRECTORY, which is there. Missing values are interpolated linearly between their neighbours (59 of 2,284 weeks
of CO2); nothing else is changed. The packages' files are read without importing the packages.
"""

import csv
import importlib.util
import pathlib
import sys

# Name, package, file within it, column of the time, column of the value.
SERIES = [
    ("seattle-temperature-hourly", "vega_datasets", "_data/seattle-temps.csv", "date", "temp"),
    ("san-francisco-temperature-hourly", "vega_datasets", "_data/sf-temps.csv", "date", "temp"),
    ("brent-crude-oil-daily", "river", "drift/datasets/brent_crude_oil.csv", "day", "DPB"),
    ("apple-close-daily", "river", "drift/datasets/apple.csv", "Date", "Close"),
    ("apple-volume-daily", "river", "drift/datasets/apple.csv", "Date", "Volume"),
    ("mauna-loa-co2-weekly", "statsmodels", "datasets/co2/co2.csv", "date", "co2"),
]


def read(package, name, time, value):
    folder = pathlib.Path(importlib.util.find_spec(package).submodule_search_locations[0])
    with open(folder / name, encoding="utf-8", newline="") as file:
        rows = [(row[time], row[value].strip()) for row in csv.DictReader(file)]
    return [stamp for stamp, _ in rows], [float(cell) if cell else None for _, cell in rows]


def interpolated(values):
    known = [index for index, value in enumerate(values) if value is not None]
    filled = list(values)
    for before, after in zip(known, known[1:]):
        for index in range(before + 1, after):
            share = (index - before) / (after - before)
            filled[index] = values[before] * (1 - share) + values[after] * share
    return filled


def main():
    directory = pathlib.Path(sys.argv[1])
    for name, *source in SERIES:
        stamps, values = read(*source)
        with open(directory / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("timestamp", "value"), *zip(stamps, interpolated(values))])


main()
