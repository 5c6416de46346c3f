"""Writes reference vectors of the form that README.md describes, for one seed:

    pip install -r requirements.txt
    python generate.py --seed 7 --out /tmp/golden-7
    FOREWARN_GOLDEN=/tmp/golden-7 npx vitest run packages/statistics

The files beside this script come from another generator; this one makes further seeds, series and lengths.
"""

import argparse
import json
import math
import pathlib
import platform
import warnings
from fractions import Fraction

import mpmath
import numpy as np
import pandas as pd
import scipy
import statsmodels
from golden_series import make_series, memory_like
from golden_smoothing import ets_cases, fit_cases, fixed_cases, reference_case
from statsmodels.tsa.filters.hp_filter import hpfilter
from statsmodels.tsa.seasonal import STL, seasonal_decompose
from statsmodels.tsa.stattools import acf, adfuller, pacf

mpmath.mp.dps = 80
TRENDS = {"n": 0, "c": 1, "ct": 2, "ctt": 3}
ADF_SETTINGS = [(3, "c", "AIC"), (3, "ct", "BIC"), (3, "ctt", None), (3, "n", "t-stat"), (None, "c", "AIC"),
                (None, "ct", "t-stat"), (None, "ctt", "BIC"), (0, "c", None), (1, "n", "AIC")]


def real(values):
    return np.array([math.nan if v is None else v for v in values], float)


def shifted(x):
    """The series less its first value, which costs no digit and spares statsmodels the loss of many at large offsets."""
    return real(x) - x[0]


def exact_adf(x, lag, regression):
    """The statistic in 80 digits from exact inner products; None where it has no residual or no unique solution."""
    ints = [int(Fraction(float(v)) * 2**300) for v in x]
    first = ints[0] if regression != "n" else 0
    level = [v - first for v in ints]
    steps = [b - a for a, b in zip(level, level[1:])]
    rows = range(lag, len(steps))
    columns = [[level[i] for i in rows]] + [[steps[i - j] for i in rows] for j in range(1, lag + 1)]
    columns += [[(i + 1) ** power for i in rows] for power in range(TRENDS[regression])]
    y = [steps[i] for i in rows]
    dot = lambda a, b: mpmath.mpf(sum(p * q for p, q in zip(a, b)))
    norms = [mpmath.sqrt(dot(c, c)) for c in columns]
    k, total = len(columns), dot(y, y)
    if total == 0 or any(n == 0 for n in norms) or len(y) <= k:
        return None
    gram = mpmath.matrix(k, k)
    for i in range(k):
        for j in range(k):
            gram[i, j] = dot(columns[i], columns[j]) / norms[i] / norms[j]
    right = mpmath.matrix([dot(c, y) / n for c, n in zip(columns, norms)])
    try:
        inverse = gram**-1
    except ZeroDivisionError:
        return None
    if max(abs(v) for v in inverse) > mpmath.mpf(10) ** 40:
        return None
    solution = inverse * right
    left = total - (right.T * solution)[0]
    if left <= total * mpmath.mpf(10) ** -30:
        return None
    return float(solution[0] / mpmath.sqrt(left / (len(y) - k) * inverse[0, 0]))


def adf_case(name, x, maxlag, regression, autolag):
    c = {"series": name, "maxlag": maxlag, "regression": regression, "autolag": autolag}
    # With a constant an offset changes nothing, and statsmodels loses that constant to a large one.
    data = shifted(x) if name.startswith("bigoffset") and regression != "n" else x
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            statistic, pvalue, usedlag, nobs, crit, *rest = adfuller(
                data, maxlag=maxlag, regression=regression, autolag=autolag, result_object=False)
    except (ValueError, statsmodels.tools.sm_exceptions.MissingDataError) as error:
        return c | {"error": f"{type(error).__name__}: {error}"}
    said = [str(w.message) for w in caught if "deprecat" not in str(w.message).lower()]
    c |= {"statistic": statistic, "pvalue": pvalue, "usedlag": usedlag, "nobs": nobs}
    c |= {"crit": [crit[key] for key in ("1%", "5%", "10%")], "icbest": rest[0] if autolag else None}
    return c | ({"warnings": said} if said else {}) | {"exact": exact_adf(x, usedlag, regression)}


def adf_cases(series):
    return [adf_case(name, real(x), *setting) for name, x in series.items()
            for setting in (ADF_SETTINGS if len(x) <= 400 else ADF_SETTINGS[:5])]


def exact_trend(x, lamb):
    """Solves (I + lamb·D'D)·trend = x by a banded elimination in 80 digits."""
    n, lamb = len(x), mpmath.mpf(lamb)
    main = [mpmath.mpf(0)] * n
    near, far = [mpmath.mpf(0)] * n, [mpmath.mpf(0)] * n
    for i in range(n - 2):
        for a, u in enumerate((1, -2, 1)):
            main[i + a] += lamb * u * u
        near[i] += -2 * lamb
        near[i + 1] += -2 * lamb
        far[i] += lamb
    main = [v + 1 for v in main]
    b = [mpmath.mpf(float(v)) for v in x]
    for i in range(n):
        for step, band in ((1, near[i]), (2, far[i])):
            if i + step >= n or band == 0:
                continue
            factor = band / main[i]
            main[i + step] -= factor * band
            if step == 1 and i + 2 < n:
                near[i + 1] -= factor * far[i]
            b[i + step] -= factor * b[i]
    for i in reversed(range(n)):
        if i + 1 < n:
            b[i] -= near[i] * b[i + 1]
        if i + 2 < n:
            b[i] -= far[i] * b[i + 2]
        b[i] /= main[i]
    return [float(v) for v in b]


def hp_case(name, x, lamb):
    trend = exact_trend(x, lamb)
    cycle, approximate = hpfilter(real(x), lamb)
    error = float(np.max(np.abs(approximate - trend)))
    index = None if len(x) <= 200 else sorted({*range(20), *range(0, len(x), 11), len(x) - 1})
    keep = lambda values: list(values) if index is None else [values[i] for i in index]
    return {"series": name, "lamb": lamb, "n": len(x), "index": index, "trend": keep(approximate),
            "cycle": keep(cycle), "exact_trend": keep(trend), "statsmodels_max_abs_err": error}


def acf_case(name, x, adjusted, nlags, alpha, bartlett, qstat):
    out = acf(real(x), adjusted=adjusted, nlags=nlags, fft=False, alpha=alpha, bartlett_confint=bartlett, qstat=qstat)
    c = {"series": name, "adjusted": adjusted, "nlags": nlags, "fft": False, "alpha": alpha}
    parts = list(out) if isinstance(out, tuple) else [out]
    c |= {"bartlett_confint": bartlett, "qstat": False, "acf": list(parts[0])}
    if alpha is not None:
        c["confint"] = [list(map(float, pair)) for pair in parts[1]]
    if qstat:
        c |= {"qstat": list(parts[-2]), "qstat_pvalues": list(parts[-1])}
    return c


def acf_cases(series):
    settings = [(False, None, None, True, False), (True, None, None, True, False), (False, 12, 0.05, False, False),
                (False, 4, 0.01, True, True), (True, 9, 0.1, True, False)]
    return [acf_case(name, x, *s) for name, x in series.items()
            if None not in x and len(set(x)) > 1 for s in settings if (s[1] or 0) < len(x) - 1]


def pacf_cases(series):
    out = []
    methods = ["ywadjusted", "ywm", "ld", "ldb", "ols", "ols-adjusted", "ols-inefficient", "burg"]
    for name, x in series.items():
        if None in x or len(x) < 10 or len(set(x)) < 3 or name in ("linear", "spike", "step", "bigoffset_200"):
            continue
        # Beside a constant of 1, values of 1e9 leave a regression half of its digits; nothing here depends on the unit.
        unit = shifted(x) / np.std(shifted(x))
        for method in methods:
            for nlags, alpha in [(None, None), (4, 0.05)]:
                fit = pacf(unit, nlags=nlags, method=method, alpha=alpha)
                # Adjusted autocovariances may belong to no series: such values are magnified rounding in any program.
                if method in ("ywadjusted", "ld") and np.max(np.abs(fit if alpha is None else fit[0])) > 20:
                    continue
                c = {"series": name, "nlags": nlags, "method": method, "alpha": alpha}
                c["pacf"] = list(fit if alpha is None else fit[0])
                out.append(c | ({} if alpha is None else {"confint": [list(map(float, p)) for p in fit[1]]}))
    return out


def decompose_case(name, x, model, period, two_sided, extrapolate):
    c = {"series": name, "model": model, "period": period, "two_sided": two_sided, "extrapolate_trend": extrapolate}
    offset = x[0] if model == "additive" else 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = seasonal_decompose(real(x) - offset, model, period=period, two_sided=two_sided, extrapolate_trend=extrapolate)
    except ValueError as error:
        return c | {"error": f"ValueError: {error}"}
    one_cycle = list(fit.seasonal[:period])
    return c | {"trend": list(fit.trend + offset), "seasonal_one_cycle": one_cycle, "resid": list(fit.resid)}


def decompose_cases(series, rng):
    out = [decompose_case(f"seas{kind[:3]}_{p}", series[f"seas{kind[:3]}_{p}"], kind, p, two_sided, extrapolate)
           for p in [7, 12, 24, 60] for kind in ["additive", "multiplicative"] for two_sided in [True, False]
           for extrapolate in [0, "freq", int(rng.integers(1, 9))]]
    for name in ["bigoffset_200", "memory", "tinynoise"]:
        period = int(rng.integers(2, 60))
        out += [decompose_case(name, series[name], kind, period, True, 0) for kind in ["additive", "multiplicative"]]
    return out + [decompose_case("short_20", series["short_20"], "additive", 12, True, 0),
                  decompose_case("withnan_60", series["withnan_60"], "additive", 12, True, 0)]


def stl_case(name, x, robust, inner, outer, **settings):
    model = STL(real(x), robust=robust, **settings)
    fit = model.fit(inner_iter=inner, outer_iter=outer)
    rounds = {"inner_iter": inner or (2 if robust else 5), "outer_iter": (15 if robust else 0) if outer is None else outer}
    return {"series": name, "period": model.period, "robust": robust, "config": model.config} | rounds | {
        "seasonal": list(fit.seasonal), "trend": list(fit.trend), "weights_min": float(np.min(fit.weights)),
        "resid_sumsq": float(np.sum(np.asarray(fit.resid) ** 2))}


def stl_cases(series, rng):
    odd = lambda low, high: 2 * int(rng.integers(low // 2, high // 2)) + 1
    out = []
    for period in [7, 12, 24, 60]:
        for kind in ["add", "mul"]:
            x = series[f"seas{kind}_{period}"]
            name = f"seas{kind}_{period}"
            for robust in [False, True]:
                out.append(stl_case(name, x, robust, None, None, period=period))
                for _ in range(3):
                    degree, jump = (lambda: int(rng.integers(0, 2))), (lambda: int(rng.integers(1, 8)))
                    out.append(stl_case(
                        name, x, robust, int(rng.integers(1, 5)), int(rng.integers(0, 6)), period=period,
                        seasonal=odd(3, 40), trend=odd(period + 2, 4 * period), low_pass=odd(period + 2, 3 * period),
                        seasonal_deg=degree(), trend_deg=degree(), low_pass_deg=degree(),
                        seasonal_jump=jump(), trend_jump=jump(), low_pass_jump=jump()))
    return out


def resample_case(name, t, v):
    data = pd.Series(real(v), index=pd.to_datetime(np.asarray(t), unit="s"))
    seconds = lambda index: [int(stamp.timestamp()) for stamp in index]
    rules = {}
    for rule in ["1h", "3h", "12h"]:
        last = data.resample(rule).last()
        rules[rule] = {"bucket_t": seconds(last.index), "last": list(last), "max": last.max(), "min": last.min(),
                       "mean": last.mean(), "std": last.std()}
    minutes = data.resample("1min").mean()
    return {"name": name, "note": "", "t": list(t), "v": list(v), "rules": rules,
            "mean_1min": {"bucket_t": seconds(minutes.index), "mean": list(minutes)}}


def resample_cases(rng):
    start = 1676160000 + int(rng.integers(0, 86400))
    value = lambda n: [round(float(v), 3) for v in 50 + 5 * rng.standard_normal(n)]
    regular = [start + 30 * i for i in range(int(rng.integers(200, 900)))]
    irregular = list(map(int, start + np.cumsum(rng.integers(1, 500, int(rng.integers(100, 300))))))
    gap = [t + (18000 if i > 80 else 0) for i, t in enumerate(irregular)]
    holes = [None if rng.random() < 0.2 else v for v in value(len(regular))]
    shuffled = list(map(int, rng.permutation(irregular)))
    bytes_like = [int(1.2e10 + 4096 * round(float(v))) for v in 1e4 * rng.standard_normal(len(regular))]
    return [resample_case("regular", regular, value(len(regular))), resample_case("holes", regular, holes),
            resample_case("irregular", irregular, value(len(irregular))), resample_case("gap", gap, value(len(gap))),
            resample_case("unsorted", shuffled, value(len(shuffled))), resample_case("bytes", regular, bytes_like),
            resample_case("single", [start], value(1))]


def plain(value):
    """JSON of numpy values: NaN is null, infinities are words."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, np.bool_)) or value is None or isinstance(value, str):
        return bool(value) if isinstance(value, np.bool_) else value
    if isinstance(value, (int, np.integer)):
        return int(value)
    number = float(value)
    if math.isnan(number):
        return None
    return number if math.isfinite(number) else ("Infinity" if number > 0 else "-Infinity")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder to write to, created if missing")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    series = make_series(rng)
    args.out.mkdir(parents=True, exist_ok=True)
    long_enough = [name for name, x in series.items() if None not in x and len(x) >= 5]
    files = {
        "series": lambda: series,
        "adf": lambda: adf_cases(series),
        "hp": lambda: [hp_case(name, series[name], lamb) for name in long_enough[::2] for lamb in (6.25, 1600, 129600)],
        "acf": lambda: acf_cases(series),
        "pacf": lambda: pacf_cases(series),
        "decompose": lambda: decompose_cases(series, rng),
        "stl": lambda: stl_cases(series, rng),
        "resample": lambda: resample_cases(rng),
        "hw_fixed": lambda: fixed_cases(series, rng),
        "hw_fit": lambda: fit_cases(series),
        "hw_seed": lambda: [reference_case(memory_like(rng, n, 60)) for n in (1440, 1500)],
        "ets_intervals": lambda: ets_cases(series, rng),
        "versions": lambda: {"python": platform.python_version(), "statsmodels": statsmodels.__version__,
                             "pandas": pd.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
                             "mpmath": mpmath.__version__, "seed": args.seed},
    }
    for name, make in files.items():
        (args.out / f"{name}.json").write_text(json.dumps(plain(make()), separators=(",", ":")))
        print(name, flush=True)


if __name__ == "__main__":
    main()
