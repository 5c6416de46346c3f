"""Vectors of exponential smoothing: ExponentialSmoothing and ETSModel, with forecasts by the textbook where those err."""

import warnings

import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.exponential_smoothing.initialization import _initialization_heuristic
from statsmodels.tsa.filters.hp_filter import hpfilter
from statsmodels.tsa.holtwinters import ExponentialSmoothing

FORECAST = 20


def models():
    for trend in [None, "add", "mul"]:
        for damped in [False, True] if trend else [False]:
            for seasonal in [None, "add", "mul"]:
                name = {None: "none", "add": "add", "mul": "mul"}
                label = "ses" if not trend and not seasonal else f"hw_{name[trend]}_{name[seasonal]}"
                yield label + ("_damped" if damped else ""), trend, damped, seasonal


def heuristic(y, trend, seasonal, period):
    level, slope, season = _initialization_heuristic(
        np.asarray(y, float), trend=trend or False, seasonal=seasonal or False, seasonal_periods=period
    )
    return {"l0": level, "b0": slope if trend else None, "s0": None if season is None else list(season)}


def textbook_forecast(c, level, slope, season, steps):
    out, factor, power = [], 1.0, 0.0
    phi = c["phi"] if c["damped"] else 1.0
    for h in range(steps):
        factor *= phi
        power += factor
        base = level
        if c["trend"] == "add":
            base = level + power * slope
        elif c["trend"] == "mul":
            base = level * slope**power
        if c["seasonal"]:
            s = season[h % c["period"]]
            base = base + s if c["seasonal"] == "add" else base * s
        out.append(base)
    return out


def fixed_case(name, y, label, trend, damped, seasonal, period, rng):
    start = heuristic(y, trend, seasonal, period)
    r6 = lambda v: None if v is None else [round(float(x), 6) for x in v] if np.ndim(v) else round(float(v), 6)
    c = {"label": label, "series": name, "n": len(y), "trend": trend, "damped": damped, "seasonal": seasonal}
    c |= {"period": period, "alpha": round(float(rng.uniform(0.05, 0.95)), 3)}
    c |= {"beta": round(c["alpha"] * float(rng.uniform(0.02, 0.5)), 3) if trend else None}
    c |= {"gamma": round((1 - c["alpha"]) * float(rng.uniform(0.05, 0.6)), 3) if seasonal else None}
    c |= {"phi": round(float(rng.uniform(0.85, 0.98)), 3) if damped else None}
    c |= {key: r6(value) for key, value in start.items()}
    known = {"initial_level": c["l0"], "initial_trend": c["b0"], "initial_seasonal": c["s0"]}
    model = ExponentialSmoothing(
        y, trend=trend, damped_trend=damped, seasonal=seasonal, seasonal_periods=period,
        initialization_method="known", **{k: v for k, v in known.items() if v is not None},
    )
    fit = model.fit(smoothing_level=c["alpha"], smoothing_trend=c["beta"], smoothing_seasonal=c["gamma"],
                    damping_trend=c["phi"], optimized=False)
    season = list(fit.season[-period:]) if seasonal else None
    c |= {"fitted": list(fit.fittedvalues), "sse": fit.sse, "aic": fit.aic, "aicc": fit.aicc, "bic": fit.bic}
    # statsmodels keeps the last slope of a multiplicative trend undamped, of an additive one as it is.
    c |= {"level_last": fit.level[-1], "trend_last": fit.trend[-1] if trend else None, "season_last": season}
    c |= {"forecast": list(fit.forecast(FORECAST))}
    c["forecast_textbook"] = textbook_forecast(c, fit.level[-1], fit.trend[-1] if trend else None, season, FORECAST)
    return c


def fixed_cases(series, rng):
    out = []
    for label, trend, damped, seasonal in models():
        for period in [12, 24] if seasonal else [None]:
            name = f"seas{seasonal}_{period}" if seasonal else "trendstat_200"
            y = series[name][: 4 * period + int(rng.integers(3, 9)) if seasonal else int(rng.integers(50, 120))]
            out.append(fixed_case(name, y, label, trend, damped, seasonal, period, rng))
    return out


def fit_case(name, y, label, trend, damped, seasonal, period, initialization):
    make = lambda data: ExponentialSmoothing(
        data, trend=trend, damped_trend=damped, seasonal=seasonal, seasonal_periods=period,
        initialization_method=initialization,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit = make(y).fit()
        said = [str(w.category.__name__) for w in caught]
        scale = float(np.mean(y))
        scaled = np.asarray(y) / scale
        sums = [fit.sse]
        for method in ["L-BFGS-B", "SLSQP"]:
            try:
                sums.append(make(scaled).fit(method=method).sse * scale**2)
            except (ValueError, FloatingPointError, np.linalg.LinAlgError):
                continue
    best = float(np.nanmin(sums))
    return {"label": label, "series": name, "n": len(y), "trend": trend, "damped": damped, "seasonal": seasonal,
            "period": period, "initialization": initialization, "heuristic": heuristic(y, trend, seasonal, period),
            "sse": fit.sse, "forecast": list(fit.forecast(10)), "warnings": said, "best_sse": best}


def fit_cases(series):
    cases = []
    for label, trend, damped, seasonal in models():
        name = f"seas{seasonal}_12" if seasonal else "trendstat_200"
        for n in [101] if seasonal else [80, 200]:
            args = (name, series[name][:n], label, trend, damped, seasonal, 12 if seasonal else None)
            cases.append(fit_case(*args, "estimated"))
            if seasonal:
                cases.append(fit_case(*args, "heuristic"))
    edge = [
        {"series": "linear", "n": 40, "seasonal": "add", "seasonal_periods": 30, "error": "fewer than two seasons"},
        {"series": "alternating_60", "n": 60, "trend": "mul", "error": "values not above 0"},
        {"series": "withnan_60", "n": 60, "sse": None},
    ]
    return {"cases": cases, "edge": edge}


def reference_case(raw):
    trend = hpfilter(np.asarray(raw, float), 1600)[1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ExponentialSmoothing(trend, trend="mul", seasonal="add", seasonal_periods=550).fit()
    return {"metric": "memory_bytes", "partition": "default", "hours": len(raw) // 60, "raw": list(raw),
            "sse": fit.sse, "forecast": list(fit.forecast(10))}


def ets_case(label, name, y, trend, damped, seasonal, period, rng):
    start = heuristic(y, trend, seasonal, period)
    r6 = lambda v: None if v is None else [round(float(x), 6) for x in v] if np.ndim(v) else round(float(v), 6)
    c = {"label": label, "series": name, "n": len(y), "error": "add"}
    c |= {"trend": trend} if trend else {}
    c |= {"damped_trend": True} if damped else {}
    c |= {"seasonal": seasonal, "seasonal_periods": period} if seasonal else {}
    c["smoothing_level"] = round(float(rng.uniform(0.2, 0.7)), 3)
    if trend:
        c["smoothing_trend"] = round(c["smoothing_level"] * float(rng.uniform(0.05, 0.3)), 3)
    if seasonal:
        c["smoothing_seasonal"] = round((1 - c["smoothing_level"]) * float(rng.uniform(0.1, 0.5)), 3)
    if damped:
        c["damping_trend"] = round(float(rng.uniform(0.85, 0.97)), 3)
    c |= {key: r6(value) for key, value in start.items()} | {"h": 30}
    known = {"initial_level": c["l0"], "initial_trend": c["b0"], "initial_seasonal": c["s0"]}
    model = ETSModel(pd.Series(y, dtype=float), error="add", trend=trend, damped_trend=damped, seasonal=seasonal,
                     seasonal_periods=period, initialization_method="known",
                     **{k: v for k, v in known.items() if v is not None})
    order = ["smoothing_level", "smoothing_trend", "smoothing_seasonal", "damping_trend"]
    fit = model.smooth([c[key] for key in order if key in c])
    prediction = fit.get_prediction(start=len(y), end=len(y) + 29)
    paths = fit.simulate(30, anchor="end", repetitions=20_000, rng=np.random.default_rng(int(rng.integers(2**31))))
    paths = np.asarray(paths)
    pairs = lambda alpha: [list(map(float, row)) for row in np.asarray(prediction.pred_int(alpha))]
    c |= {"fitted": list(fit.fittedvalues), "sse": fit.sse, "sigma2": fit.sse / len(y)}
    c |= {"mean": list(prediction.predicted_mean), "variance": list(prediction.forecast_variance)}
    c |= {"pi80": pairs(0.2), "pi95": pairs(0.05)}
    quantile = lambda q: list(np.quantile(paths, q, axis=1))
    c["simulated_20000"] = {"mean": list(paths.mean(axis=1)), "std": list(paths.std(axis=1)),
                            "q025": quantile(0.025), "q975": quantile(0.975)}
    return c


def ets_cases(series, rng):
    plain, monthly = series["trendstat_200"][:80], series["seasadd_12"][:84]
    shapes = [("ANN", "trendstat_200", plain, None, False, None, None), ("AAN", "trendstat_200", plain, "add", False, None, None),
              ("AAdN", "trendstat_200", plain, "add", True, None, None), ("ANA12", "seasadd_12", monthly, None, False, "add", 12),
              ("AAA12", "seasadd_12", monthly, "add", False, "add", 12), ("AAdA12", "seasadd_12", monthly, "add", True, "add", 12)]
    return [ets_case(*shape, rng) for shape in shapes]
