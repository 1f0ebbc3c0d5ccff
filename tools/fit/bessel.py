"""Coefficients of modified Bessel functions: prints packages/numerics/src/special/besselCoefficients.ts.

    python tools/fit/bessel.py > packages/numerics/src/special/besselCoefficients.ts

The polynomials U_k of DLMF 10.41.10 by exact fractions, U_k(p) / p^k in q = p^2, and of their series the logarithm.
For order 0 two polynomials by interpolation at Chebyshev nodes in 60 digits.
"""
from fractions import Fraction

from mpmath import besseli, exp, mp, mpf, pi, sqrt

from fitting import emit, fit

mp.dps = 60
TERMS = 16


def debye(most):
    """U_0, ..., U_most: lists of coefficients, the lowest power first."""
    found = [[Fraction(1)]]
    for _ in range(most):
        following = [Fraction(0)] * (len(found[-1]) + 3)
        for j, c in enumerate(found[-1]):
            following[j + 1] += j * c / 2 + c / (8 * (j + 1))
            following[j + 3] -= j * c / 2 + 5 * c / (8 * (j + 3))
        found.append(following)
    return found


def logarithm(series):
    """d_k with sum d_k t^k = log sum c_k t^k: k d_k = k c_k - sum_j j d_j c_(k - j)."""
    found = [None]
    for k in range(1, len(series)):
        total = [k * c for c in series[k]]
        for j in range(1, k):
            for a, left in enumerate(found[j]):
                for b, right in enumerate(series[k - j]):
                    total[a + b] -= j * left * right
        found.append([c / k for c in total])
    return found[1:]


def scaled(x):
    """e^-x I_0(x)"""
    if x < 300:
        return exp(-x) * besseli(0, x)
    term = total = mpf(1)
    for k in range(1, 80):
        term *= mpf(2 * k - 1) ** 2 / (8 * k * x)
        if term < mpf(10) ** -55:
            break
        total += term
    return total / sqrt(2 * pi * x)


def mapped(t):
    x = 8 * (1 + t) / (1 - t)
    return sqrt(x + 2) * scaled(x)


if __name__ == '__main__':
    rows = logarithm([[u[k + 2 * j] for j in range(k + 1)] for k, u in enumerate(debye(TERMS))])
    print('/** Coefficients of Bessel functions, written by tools/fit/bessel.py. */\n')
    print('// biome-ignore-all lint/correctness/noPrecisionLoss: shortest decimals of float64 values\n')
    print('/** log(sqrt(2 pi s) e^(nu asinh(nu/x) - s) I_nu(x)) = sum_k P_k(nu^2/s^2) / s^k from k = 1, s^2 = nu^2 + x^2. */')
    print('export const LOG_DEBYE: readonly (readonly number[])[] = [')
    for row in rows:
        print('  [' + ', '.join(repr(float(c)) for c in row) + '],')
    print('];')
    print()
    emit('SCALED_I0_NEAR', 'sqrt(x + 2) e^-x I_0(x) = P((x - 8)/(x + 8)) on [0, 8]', fit(mapped, -1, 0, 24))
    emit('SCALED_I0_FAR', 'the same from x = 8 on', fit(mapped, 0, 1 - mpf(10) ** -12, 22))
