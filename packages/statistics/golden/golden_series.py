"""The inputs of the vectors of one seed: shapes, lengths and noise differ from seed to seed, a few names do not."""

import numpy as np


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


def autoregression(rng, n, phi, burn=300):
    noise = rng.standard_normal(n + burn)
    out = np.zeros(n + burn)
    for i in range(1, n + burn):
        out[i] = phi * out[i - 1] + noise[i]
    return out[burn:]


def seasonal(rng, period, n, model):
    t = np.arange(n)
    shape = np.sin(2 * np.pi * t / period) + rng.uniform(0.2, 0.8) * np.cos(4 * np.pi * t / period + 1)
    level = rng.uniform(60, 160) + rng.uniform(0.05, 0.3) * t
    if model == "add":
        return rounded(level + rng.uniform(2, 6) * shape + rng.standard_normal(n), 3)
    return rounded(level * (1 + rng.uniform(0.05, 0.15) * shape + 0.01 * rng.standard_normal(n)), 3)


def memory_like(rng, n, step_s):
    """Bytes that drift, with a daily wave, whole pages of 4096 bytes."""
    t = np.arange(n) * step_s
    wave = rng.uniform(2e8, 9e8) * np.sin(2 * np.pi * t / 86400 + rng.uniform(0, 6))
    drift = np.cumsum(rng.standard_normal(n)) * 2e7
    values = rng.uniform(8e9, 2e10) + wave + drift + 1e8 * rng.standard_normal(n)
    return [int(v) for v in np.maximum(4096, np.round(values / 4096) * 4096)]


def make_series(rng):
    length = lambda low, high: int(rng.integers(low, high))
    s = {}
    for low, high in [(40, 70), (150, 400), (700, 1300)]:
        n = length(low, high)
        s[f"rw_{n}"] = rounded(np.cumsum(rng.standard_normal(n)), 3)
        for phi in [-0.7, 0.3, 0.8, 0.97]:
            n = length(low, high)
            s[f"ar{phi}_{n}"] = rounded(autoregression(rng, n, phi))
    n = length(250, 400)
    t = np.arange(n)
    s["drift_300"] = rounded(np.cumsum(rng.standard_normal(300) + 0.3), 3)
    s[f"quadratic_{n}"] = rounded(20 + 0.01 * (t - n / 3) ** 2 + autoregression(rng, n, 0.4))
    s[f"heavy_{n}"] = rounded(rng.standard_t(2.5, n))
    s[f"integers_{n}"] = [int(v) for v in 32 * np.round(70 + 3 * autoregression(rng, n, 0.9))]
    s["trendstat_200"] = rounded(20 + 0.05 * np.arange(200) + autoregression(rng, 200, 0.6))
    for n in [5, 6, 7, 9, 10, 13, 17, 20, 29]:
        s[f"short_{n}"] = rounded(10 + autoregression(rng, n, 0.5), 3)
    s["constant_50"] = [7.0] * 50
    s["spike"] = [7.0] * 31 + [float(rng.integers(50, 900))] + [7.0] * 28
    s["step"] = [100.0] * 37 + [float(rng.integers(110, 190))] * 43
    s["linear"] = [float(1 + 2 * i) for i in range(60)]
    s["alternating_60"] = [1.0, -1.0] * 30
    s["withnan_60"] = [None if i == 23 else v for i, v in enumerate(rounded(rng.standard_normal(60), 3))]
    s["bigoffset_200"] = [round(1e10 + v, 3) for v in np.cumsum(rng.standard_normal(200))]
    s["tinynoise"] = [1 + round(v * 1e-7, 12) for v in autoregression(rng, length(150, 250), 0.2)]
    for period in [7, 12, 24, 60]:
        n = 4 * period + length(20, 70)
        n = max(n, 245 if period == 60 else 149 if period == 24 else 101)
        s[f"seasadd_{period}"] = seasonal(rng, period, n, "add")
        s[f"seasmul_{period}"] = seasonal(rng, period, n, "mul")
    n = length(800, 1440)
    s["memory"] = memory_like(rng, n, 60)
    s["files"] = [int(v) for v in 32 * np.round(75 + autoregression(rng, 1440, 0.95))]
    return s
