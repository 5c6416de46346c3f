"""Compliance, budgets and events by pandas, over windows of time zones with both changes of the clocks, maintenance, gaps, idle minutes and
values equal to a bound. Writes compliance.json beside it; the minutes follow from each case's salt, here and in the test alike.

ratios.json is the share of good requests, minute by minute, of counters with resets, gaps, idle times and pods that come and go.

Run with pandas 2 or newer (they are from 3.1.1): python generate.py
"""
import json
import pathlib

import pandas as pd

MINUTE = 60_000


def minute_samples(first, last, salt):
    """Minutes [first, last) with a value in halves, 0 to 4.5, and a number of events; gaps of single minutes and of an hour in fifty."""
    minutes = pd.Series(range(first, last))
    noise = (minutes * 7919 + salt * 104729) % 1000
    kept = (noise % 97 != 0) & ((minutes // 60) % 50 != salt % 50)
    total = noise % 40
    bad = ((minutes * 31 + salt) % 11 == 0) * (total // 3)
    frame = pd.DataFrame({"minute": minutes, "value": noise % 10 / 2, "total": total, "bad": bad})
    return frame[kept].reset_index(drop=True)


def window_of(case, end):
    """Begin and end of the window that holds the minute before `end`, in UTC."""
    window = case["window"]
    if "rollingMinutes" in window:
        return end - pd.Timedelta(minutes=window["rollingMinutes"]), end
    zone = window["timeZone"]
    day = (end - pd.Timedelta(minutes=1)).tz_convert(zone).tz_localize(None).normalize()
    first = {
        "day": day,
        "week": day - pd.Timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1),
        "year": day.replace(day=1, month=1),
    }[window["calendar"]]
    until = first + {
        "day": pd.DateOffset(days=1),
        "week": pd.DateOffset(weeks=1),
        "month": pd.DateOffset(months=1),
        "quarter": pd.DateOffset(months=3),
        "year": pd.DateOffset(years=1),
    }[window["calendar"]]
    return tuple(each.tz_localize(zone).tz_convert("UTC") for each in (first, until))


def maintenance_minutes(case, start, until):
    """The minutes of maintenance: every day at a time of the clocks, and once."""
    found = set()
    for each in case["maintenance"]:
        if "start" in each:
            spans = [(pd.Timestamp(each["start"]), pd.Timestamp(each["end"]))]
        else:
            zone = each["timeZone"]
            days = pd.date_range(
                start.tz_convert(zone).tz_localize(None).normalize() - pd.Timedelta(days=2),
                until.tz_convert(zone).tz_localize(None).normalize() + pd.Timedelta(days=1),
            )
            if "weekday" in each:
                days = days[days.day_of_week == each["weekday"]]
            clock = days + pd.Timedelta(hours=each["hour"], minutes=each["minute"])
            # A time that the clocks skip is an hour later; of one that they have twice it is the first.
            begins = clock.tz_localize(zone, nonexistent=pd.Timedelta(hours=1), ambiguous=[True] * len(clock))
            spans = [(one, one + pd.Timedelta(minutes=each["minutes"])) for one in begins.tz_convert("UTC")]
        for begin, end in spans:
            first = begin.value // 10**6 // MINUTE
            last = -(-(end.value // 10**6) // MINUTE)
            found.update(range(first, last))
    return found


def judge(case):
    end = pd.Timestamp(case["end"])
    start, until = window_of(case, end)
    at = lambda time: time.value // 10**6 // MINUTE
    planned = maintenance_minutes(case, start, until)
    frame = minute_samples(at(start) - 500, at(until) + 500, case["salt"])
    frame = frame[(frame.minute >= at(start)) & (frame.minute < at(end)) & ~frame.minute.isin(planned)]
    over = [minute for minute in range(at(start), at(end)) if minute not in planned]
    to_come = [minute for minute in range(at(end), at(until)) if minute not in planned]
    known = len(frame)
    if case["kind"] == "bounds":
        bad_minutes = int((frame.value > case["max"]).sum())
        compliance = (known - bad_minutes) / known
        events = None
    else:
        total, bad = int(frame.total.sum()), int(frame.bad.sum())
        compliance = (total - bad) / total
        bad_minutes = (1 - compliance) * known
        events = {"total": total, "bad": bad}
    allowed = (1 - case["target"]) * (known + len(to_come)) * MINUTE
    return {
        "startMs": at(start) * MINUTE,
        "untilMs": at(until) * MINUTE,
        "minutes": len(over),
        "minutesInMaintenance": at(end) - at(start) - len(over),
        "minutesWithData": known,
        "compliance": compliance,
        "targetMet": compliance >= case["target"],
        "allowedMs": allowed,
        "remainingMs": allowed - bad_minutes * MINUTE,
        "events": events,
    }


def cases():
    berlin, york, nepal = "Europe/Berlin", "America/New_York", "Asia/Kathmandu"
    nightly = {"hour": 2, "minute": 30, "minutes": 90, "timeZone": berlin}
    sundays = {"hour": 1, "minute": 15, "minutes": 240, "timeZone": york, "weekday": 6}
    once = {"start": "2026-03-20T10:00:30Z", "end": "2026-03-20T13:30:30Z"}
    windows = [
        ({"calendar": "day", "timeZone": berlin}, "2026-03-29T20:00Z"),
        ({"calendar": "day", "timeZone": berlin}, "2026-10-25T20:00Z"),
        ({"calendar": "day", "timeZone": york}, "2026-03-08T23:59Z"),
        ({"calendar": "day", "timeZone": york}, "2026-11-01T23:59Z"),
        ({"calendar": "week", "timeZone": berlin}, "2026-03-29T22:00Z"),
        ({"calendar": "week", "timeZone": nepal}, "2026-10-28T07:13Z"),
        ({"calendar": "month", "timeZone": berlin}, "2026-03-31T22:00Z"),
        ({"calendar": "month", "timeZone": berlin}, "2026-03-31T22:01Z"),
        ({"calendar": "month", "timeZone": berlin}, "2026-10-26T00:00Z"),
        ({"calendar": "month", "timeZone": york}, "2026-11-15T12:34Z"),
        ({"calendar": "month", "timeZone": "UTC"}, "2028-02-29T12:00Z"),
        ({"rollingMinutes": 720}, "2026-03-29T03:10Z"),
        ({"rollingMinutes": 44640}, "2026-10-30T00:00Z"),
        ({"calendar": "quarter", "timeZone": berlin}, "2026-03-30T08:41Z"),
        ({"calendar": "quarter", "timeZone": york}, "2026-12-31T23:00Z"),
        ({"calendar": "year", "timeZone": york}, "2026-11-15T12:34Z"),
        ({"calendar": "year", "timeZone": berlin}, "2028-12-31T22:59Z"),
        ({"rollingMinutes": 129600}, "2026-05-01T07:00Z"),
        ({"rollingMinutes": 527040}, "2026-10-30T00:00Z"),
    ]
    for salt, (window, end) in enumerate(windows):
        for maintenance in ([], [nightly], [once, sundays, nightly]):
            for kind in ({"kind": "bounds", "max": 4, "target": 0.9}, {"kind": "events", "target": 0.98}):
                yield {"window": window, "end": end, "salt": salt, "maintenance": maintenance, **kind}


def counter_samples(pod, code, salt):
    """A counter by its scrapes, every 15 s and some seconds: a reset in 137, a gap of ten minutes, an hour without requests, scrapes that fail."""
    rows, value = [], 0
    for at in range(120 * (pod == "b") + 40, 1200 - 300 * (pod == "a")):
        noise = (at * 7919 + salt * 104729 + (31 if code == "500" else 0)) % 1000
        value = 0 if at % 137 == salt else value
        idle = 600 <= at < 840
        value += 0 if idle else (noise % 9 + 3 if code == "200" else noise % 3)
        if noise % 23 != 0 and not 400 <= at < 441:
            rows.append((at * 15_000 + noise % 5 * 1_000, value))
    return pd.DataFrame(rows, columns=["time", "value"]).assign(pod=pod, code=code)


def ratio_minutes(case):
    counters = pd.concat(
        counter_samples(pod, code, case["salt"]) for pod in ("a", "b") for code in ("200", "500")
    )
    before = counters.groupby(["pod", "code"]).shift()
    pairs = counters[counters.time - before.time <= 300_000].copy()
    difference = (counters.value - before.value)[counters.time - before.time <= 300_000]
    pairs["increase"] = difference.where(difference >= 0, pairs.value)
    pairs["minute"] = pairs.time // MINUTE
    pairs["bad"] = pairs.increase.where(pairs.code == "500", 0)
    if not case["by"]:
        pairs["pod"] = ""
    sums = pairs.groupby(["pod", "minute"])[["increase", "bad"]].sum().reset_index()
    if case["idle"] == "no-data":
        sums = sums[sums.increase > 0]
    share = (1 - (sums.bad / sums.increase)).where(sums.increase > 0, 1)
    groups = {}
    for pod, minute, value, weight in zip(sums.pod, sums.minute, share, sums.increase):
        groups.setdefault(pod, []).append([int(minute), float(value), float(weight)])
    return groups


ratios = [
    {**case, "expected": ratio_minutes(case)}
    for salt in (3, 40)
    for by in ([], ["pod"])
    for idle in ("good", "no-data")
    for case in [{"salt": salt, "by": by, "idle": idle}]
]
folder = pathlib.Path(__file__).parent
(folder / "ratios.json").write_text("[\n" + ",\n".join(json.dumps(each) for each in ratios) + "\n]\n")

answers = [{**case, "expected": judge(case)} for case in cases()]
(folder / "compliance.json").write_text("[\n" + ",\n".join(json.dumps(answer) for answer in answers) + "\n]\n")
