"""Pareto k of weights that span more than the range of doubles, with 60 digits (mpmath).

python tools/golden/psis.py: log weights -scale (i / draws)^power, i = 0 .. draws - 1; relative efficiency 1. Printed: k and the
log of the second largest normalised weight.
"""
from mpmath import mp, mpf, exp, expm1, log, log1p, sqrt, ceil, floor

mp.dps = 400


def psis(draws, scale, power):
    lw = sorted(-mpf(scale) * (mpf(i) / draws) ** power for i in range(draws))
    tail = int(ceil(min(mpf(draws) / 5, 3 * sqrt(mpf(draws)))))
    cut = exp(lw[draws - tail - 1])
    x = [exp(w) - cut for w in lw[draws - tail:]]
    points = 30 + int(floor(sqrt(mpf(tail))))
    quartile = x[int(floor(mpf(tail) / 4 + mpf('0.5'))) - 1]
    theta = [1 / x[-1] + (1 - sqrt(points / (j - mpf('0.5')))) / 3 / quartile for j in range(1, points + 1)]
    shape = lambda t: sum(log1p(-t * v) for v in x) / tail
    profile = [tail * (log(-t / shape(t)) - shape(t) - 1) for t in theta]
    top = max(profile)
    mass = [exp(p - top) for p in profile]
    t = sum(a * b for a, b in zip(theta, mass)) / sum(mass)
    k = shape(t)
    sigma = -k / t
    k = (k * tail + 5) / (tail + 10)
    smooth = [cut + sigma * expm1(-k * log1p(-(i + mpf('0.5')) / tail)) / k for i in range(tail)]
    w = [exp(v) for v in lw[:draws - tail]] + [min(v, mpf(1)) for v in smooth]
    return k, log(w[-2] / sum(w))


for case in [(100, 5000, 1), (100, 3000, 2), (400, 100000, 1), (1000, 50, 1)]:
    k, second = psis(*case)
    print(case, mp.nstr(k, 17), mp.nstr(second, 17))
