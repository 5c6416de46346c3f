/**
 * Solves A·W = B by Cholesky decomposition, in place.
 *
 * @param a      `Float64Array[size²]`, row by row, symmetric and positive definite; only the lower half is read; overwritten
 * @param size   rows of `a`
 * @param b      `Float64Array[size·count]`, row by row; replaced by the solution
 * @param count  right-hand sides
 * @source       Golub & Van Loan (2013), Matrix Computations, 4th edition, section 4.2
 */
export function solvePositiveDefinite(a: Float64Array, size: number, b: Float64Array, count: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / a[j * size + j]!;
    }
  }
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < size; i++) {
      let sum = b[i * count + c]!;
      for (let k = 0; k < i; k++) sum -= a[i * size + k]! * b[k * count + c]!;
      b[i * count + c] = sum / a[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i * count + c]!;
      for (let k = i + 1; k < size; k++) sum -= a[k * size + i]! * b[k * count + c]!;
      b[i * count + c] = sum / a[i * size + i]!;
    }
  }
}
