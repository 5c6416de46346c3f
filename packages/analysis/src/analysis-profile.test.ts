import { describe, expect, it } from 'vitest';
import { analysisProfiles, defaultProfile, profileNamed, referenceProfile } from './analysis-profile.js';

describe('profileNamed', () => {
  it('finds every profile by its name', () => {
    for (const profile of analysisProfiles) expect(profileNamed(profile.name)).toBe(profile);
    expect(analysisProfiles).toEqual([defaultProfile, referenceProfile]);
  });

  it.each(['', 'Default', 'toString', 'default '])('names those that it has in place of "%s"', (name) => {
    expect(() => profileNamed(name)).toThrow(
      expect.objectContaining({
        code: 'unknown-profile',
        kind: 'invalid-argument',
        message: `unknown profile ${name}; known: default, reference`,
        details: { profile: name, known: ['default', 'reference'] },
      }),
    );
  });
});

describe('the reference profile', () => {
  it('is 24 hours of minutes, the classical settings, and Holt–Winters with a season of 550 minutes', () => {
    expect(referenceProfile).toEqual({
      name: 'reference',
      windowMs: 86_400_000,
      stepMs: 60_000,
      longestFilledGapMs: 300_000,
      dickeyFuller: { maxLag: 3, regression: 'c', autolag: 'AIC' },
      hodrickPrescottLambda: 1_600,
      decomposition: { model: 'additive', period: 60 },
      aggregateBinsMs: [3_600_000, 10_800_000, 43_200_000],
      forecast: {
        method: 'holt-winters',
        stepMs: 60_000,
        seasonMs: 33_000_000,
        trend: 'multiplicative',
        seasonal: 'additive',
        horizon: 10,
        level: 0.95,
      },
    });
  });
});

describe('the default profile', () => {
  it('is the reference but for the forecast, which it makes over the same time', () => {
    const { name, forecast, ...rest } = defaultProfile;
    const { name: _, forecast: reference, ...expected } = referenceProfile;
    expect(rest).toEqual(expected);
    expect({ name, method: forecast.method }).toEqual({ name: 'default', method: 'selected' });
    expect(reference).toMatchObject({ stepMs: forecast.stepMs, horizon: forecast.horizon });
  });
});
