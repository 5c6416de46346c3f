import { describe, expect, it } from 'vitest';
import { fourierRoots, fourierTransform } from './fourier-transform.js';
import { linePower } from './line-power.js';
import { autoregression } from './noise.fixture.js';
import { noiseSpectrum } from './noise-spectrum.js';
import { removeLine } from './remove-line.js';

describe('fourierTransform', () => {
  it.each([3, 4, 8, 9, 16, 30, 33, 100])('is the plain sum for %d samples', (n) => {
    const x = autoregression(n, 0.5, n);
    const roots = fourierRoots(n);
    const { real, imaginary } = fourierTransform(x, roots);
    for (let j = 0; j <= roots.size / 2; j++) {
      const angle = (2 * Math.PI * j) / roots.size;
      expect(real[j]).toBeCloseTo(
        x.reduce((sum, value, i) => sum + value * Math.cos(angle * i), 0),
        11,
      );
      expect(imaginary[j]).toBeCloseTo(
        x.reduce((sum, value, i) => sum - value * Math.sin(angle * i), 0),
        11,
      );
    }
  });
});

describe('linePower', () => {
  it.each([0.002, 0.0131, 0.2, 0.43])('explains all of a sinusoid at %d and a line', (frequency) => {
    const y = removeLine(
      Float64Array.from({ length: 700 }, (_, i) => Math.cos(2 * Math.PI * frequency * i + 0.7) + 0.01 * i),
    );
    const squares = y.reduce((sum, value) => sum + value * value, 0);
    expect(linePower(y, frequency) / (squares / 2)).toBeCloseTo(1, 9);
    expect(linePower(y, frequency + 0.004)).toBeLessThan(0.2 * squares);
  });
});

describe('noiseSpectrum', () => {
  const periodogram = (y: Float64Array) => {
    const { real, imaginary } = fourierTransform(removeLine(y), fourierRoots(y.length));
    return real.map((value, j) => (value ** 2 + imaginary[j]! ** 2) / y.length);
  };

  it.each([0, 0.5, 0.9, 0.98, 1])('follows autoregressions of %d within a factor of 1.6', (phi) => {
    const [n, seeds] = [1024, 40];
    const noises = Array.from({ length: seeds }, (_, seed) =>
      noiseSpectrum(periodogram(autoregression(n, phi, seed)), 1),
    );
    for (const j of [25, 100, 500]) {
      const exact = 1 / (1 + phi * phi - 2 * phi * Math.cos((2 * Math.PI * j) / n));
      const meanLog = noises.reduce((sum, noise) => sum + Math.log(noise[j]! / exact), 0) / seeds;
      expect(Math.abs(meanLog)).toBeLessThan(Math.log(1.6));
    }
  });

  it('is not raised by a line', () => {
    const x = autoregression(2048, 0, 2).map((value, i) => value + 5 * Math.sin((2 * Math.PI * i) / 32));
    expect(noiseSpectrum(periodogram(x), 1)[64]).toBeLessThan(1.5);
  });
});
