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
      }),
    );
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
