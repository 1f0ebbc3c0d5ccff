"""Polynomial fits of the special functions: prints packages/numerics/src/special/coefficients.ts.

    python tools/fit/special.py > packages/numerics/src/special/coefficients.ts

Interpolation at Chebyshev nodes in 60 digits; the maps t = (x - k)/(x + k) keep one polynomial good up to infinity.
"""
from mpmath import (mp, mpf, erf, erfc, exp, findroot, inf, log, loggamma, pi, polygamma, psi, sqrt)
from fitting import fit, emit, banner

mp.dps = 60
print(banner('special'))


def erfcx(x):
    if x < 60:
        return exp(x * x) * erfc(x)
    term = total = mpf(1)
    for n in range(1, 80):
        term *= -(2 * n - 1) / (2 * x * x)
        total += term
    return total / (x * sqrt(pi))


def mapped(k):
    return lambda t: k * (1 + t) / (1 - t)


x3, x375 = mapped(mpf(3)), mapped(mpf('3.75'))
emit('ERF', 'erf(x) = x P(x^2) on |x| <= 1/2',
     fit(lambda z: erf(sqrt(z)) / sqrt(z), mpf(10)**-20, mpf('0.2501'), 10))
emit('ERFCX', '(1 + 2x) erfcx(x) = P((x - 3)/(x + 3)) on x >= 0',
     fit(lambda t: (1 + 2 * x3(t)) * erfcx(x3(t)), -1, 1, 26))


def excess(z):
    e = erfcx(z / sqrt(2)) / 2
    return (1 / (sqrt(2 * pi) * e) - z) * (1 + z)


with mp.workdps(90):
    emit('MILLS_EXCESS', '(h(z) - z)(1 + z) = P((z - 3.75)/(z + 3.75)), h = density over upper tail of the normal, on z >= 0',
         fit(lambda t: excess(x375(t)), -1, 1, 30))

x2 = lambda t: 2 * (1 + t) / (1 - t)
third = mpf(1) / 3
emit('LGAMMA', 'lgamma(x) = (x - 1)(x - 2) P((x - 2)/(x + 2)) on [1, 4]',
     fit(lambda t: loggamma(x2(t)) / ((x2(t) - 1) * (x2(t) - 2)), -third, third, 22, at_zero=1 - mp.euler))
root = findroot(lambda x: psi(0, x), mpf('1.4616'))
emit('DIGAMMA_ROOT', 'the positive zero of digamma, and what its float64 value leaves out', [root, root - mpf(float(root))])
emit('DIGAMMA', 'digamma(x) = (x - root) P((x - 2)/(x + 2)) on [1, 4]',
     fit(lambda t: psi(0, x2(t)) / (x2(t) - root), -third, third, 23))

# Corrections to Stirling's formula and its derivatives, in u = 1/x^2 for x >= 4.
u_low, u_high = mpf(1) / 10**10, mpf(1) / 16 * mpf('1.0001')


def at(f):
    return lambda u: f(1 / sqrt(u))


def binet(x):
    return loggamma(x) - (x - mpf(1) / 2) * log(x) + x - log(2 * pi) / 2


with mp.workdps(100):
    emit('BINET', 'lgamma(x) - Stirling = P(1/x^2)/x on x >= 4', fit(at(lambda x: binet(x) * x), u_low, u_high, 11))
    emit('DIGAMMA_TAIL', 'log(x) - 1/(2x) - digamma(x) = P(1/x^2)/x^2 on x >= 4',
         fit(at(lambda x: (log(x) - 1 / (2 * x) - psi(0, x)) * x**2), u_low, u_high, 12))
    emit('TRIGAMMA_TAIL', 'trigamma(x) - 1/x - 1/(2x^2) = P(1/x^2)/x^3 on x >= 4',
         fit(at(lambda x: (psi(1, x) - 1 / x - 1 / (2 * x * x)) * x**3), u_low, u_high, 13))
    emit('TETRAGAMMA_TAIL', '-tetragamma(x) - 1/x^2 - 1/x^3 = P(1/x^2)/x^4 on x >= 4',
         fit(at(lambda x: (-psi(2, x) - 1 / x**2 - 1 / x**3) * x**4), u_low, u_high, 14))
    emit('PENTAGAMMA_TAIL', 'pentagamma(x) - 2/x^3 - 3/x^4 = P(1/x^2)/x^5 on x >= 4',
         fit(at(lambda x: (psi(3, x) - 2 / x**3 - 3 / x**4) * x**5), u_low, u_high, 14))

# The same corrections from 1/2 on, in t = (x - 2)/(x + 1): one polynomial where data lie on both sides of 4.
def from_half(f):
    def of_t(t):
        return f((2 + t) / (1 - t)) if t < 1 else mpf(1) / 12
    return of_t


with mp.workdps(100):
    emit('BINET_FROM_HALF', 'lgamma(x) - Stirling = P(t)/x, t = (x - 2)/(x + 1), on x >= 1/2',
         fit(from_half(lambda x: binet(x) * x), -1, 1, 25))
    emit('DIGAMMA_FROM_HALF', 'log(x) - 1/(2x) - digamma(x) = P(t)/x^2, t = (x - 2)/(x + 1), on x >= 1/2',
         fit(from_half(lambda x: (log(x) - 1 / (2 * x) - psi(0, x)) * x**2), -1, 1, 24))

emit('BINET2_LOW', 'trigamma(x) - 1/x - 1/(2x^2) = P(t)/x^3, t = (x - 2)/(x + 2), on [1, 4]',
     fit(lambda t: (psi(1, x2(t)) - 1 / x2(t) - 1 / (2 * x2(t) ** 2)) * x2(t) ** 3, -third, third, 20))
