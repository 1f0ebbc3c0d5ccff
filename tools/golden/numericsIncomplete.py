"""Exact values of incomplete gamma and beta functions for packages/numerics, by mpmath and integer arithmetic.

    python tools/golden/numericsIncomplete.py [name ...]   # writes packages/numerics/src/golden/incomplete.json (or only the names)

The generator, the columns and the storage are those of numerics.py. mpmath's own gammainc and betainc give up at large
parameters, so series and continued fractions are summed here to 60 digits and more; `check` compares them with mpmath where
it works. Derivatives are central differences at 90 digits.
"""
import base64
import json
import os
import sys

from mpmath import mp, mpf

from numerics import Generator, TARGET, encode, listed

mp.dps = 60
BITS = 330


def fixed(x):
    return int(mp.floor(mp.ldexp(x, BITS)))


def series(ratio_top, a):
    """sum_n x^n/((a + 1)...(a + n)) in fixed point."""
    x, a = fixed(ratio_top), fixed(a)
    one = 1 << BITS
    term, total, n = one, one, 0
    while term > 0:
        n += 1
        term = term * x // (a + n * one)
        total += term
    return mp.ldexp(mpf(total), -BITS)


def fraction(a, x):
    """1/(x + 1 - a - 1 (1 - a)/(x + 3 - a - ...)), from the back, doubling."""
    n, before = 64, None
    while True:
        value = mpf(0)
        for k in range(n, 0, -1):
            value = k * (a - k) / (x + 2 * k + 1 - a + value)
        value = 1 / (x + 1 - a + value)
        if before is not None and abs(value - before) <= abs(value) * mpf(10)**(10 - mp.dps):
            return value
        before, n = value, 2 * n


def log1mexp(value):
    return mp.log(-mp.expm1(value)) if value > -1 else mp.log1p(-mp.exp(value))


def log_term(a, x):
    return a * mp.log(x) - x - mp.loggamma(a + 1)


def gamma_logs(a, x):
    """log P, log Q."""
    if x <= a or x < 30:
        extra = int(x / mp.log(10)) + 20 if x > a else 20
        if a < 1:
            extra += int(-mp.log10(a)) + 5
        with mp.workdps(mp.dps + extra):
            if x <= a:
                lower = log_term(a, x) + mp.log(series(x, a))
            else:
                total = term = mpf(1)
                n = 0
                while term > total * mp.eps * mpf(10)**-10:
                    n += 1
                    term *= x / (a + n)
                    total += term
                lower = log_term(a, x) + mp.log(total)
            return lower, log1mexp(lower)
    upper = log_term(a, x) + mp.log(a * fraction(a, x))
    return log1mexp(upper), upper


def slope(f, x):
    with mp.workdps(90):
        h = x * mpf(10)**-25
        return (f(x + h) - f(x - h)) / (2 * h)


def survival_slope(a, x):
    p, q = gamma_logs(a, x)
    if x < a:
        return -slope(lambda s: gamma_logs(s, x)[0], a) * mp.exp(p - q)
    return slope(lambda s: gamma_logs(s, x)[1], a)


def log_density(a, x):
    return (a - 1) * mp.log(x) - x - mp.loggamma(a)


def gamma_quantile(a, target, side):
    """u = log x with log P (side 0) or log Q (side 1) = target: Newton's method, which concavity makes safe."""
    z = mp.sqrt(2) * mp.erfinv(2 * mp.exp(target) - 1) if target > -60 else -mp.sqrt(-2 * target)
    z = z if side == 0 else -z
    base = 1 - 1 / (9 * a) + z / (3 * mp.sqrt(a))
    leading = ((target if side == 0 else log1mexp(target)) + mp.loggamma(a + 1)) / a
    u = max(mp.log(a * base**3), leading) if base > 0.05 else leading
    if side == 1 and a <= 1:
        u = max(leading, mp.log(-target))
    for _ in range(200):
        x = mp.exp(u)
        value = gamma_logs(a, x)[side]
        step = (value - target) / mp.exp(log_density(a, x) + u - value)
        u -= step if side == 0 else -step
        if abs(step) < mpf(10)**-35:
            return mp.exp(u)
    raise ValueError((a, target, side))


def check():
    for a, x in [(0.5, 0.3), (3, 7), (20, 8), (0.01, 2), (12.5, 40), (1e-3, 1e-5)]:
        a, x = mpf(a), mpf(x)
        p, q = gamma_logs(a, x)
        assert abs(mp.exp(p) / mp.gammainc(a, 0, x, regularized=True) - 1) < mpf(10)**-45, (a, x)
        assert abs(mp.exp(q) / mp.gammainc(a, x, mp.inf, regularized=True) - 1) < mpf(10)**-45, (a, x)


# Shapes over the whole range beside x near the middle, some deviations away, and far out.
gammas = [[70, ['binary', -10, 30, 1], ['spread', 6]], [60, ['binary', -10, 30, 1], ['factor', -2, 2]],
          [40, ['binary', -10, 30, 1], ['factor', -20, 10]], [30, ['binary', 4, 12, 1], ['spread', 3]],
          [30, ['binary', -10, 2, 1], ['binary', -20, 4, 1]], [20, ['binary', 10, 20, 1], ['spread', 300]],
          [11, ['list', 39.99, 40, 40, 1e9, 0.999999, 1, 0.001, 40, 40, 1e6, 40],
           ['list', 40, 40, 39.999, 1e9, 1.0000001, 1, 1.0000001, 54, 54.01, 1350001, 26]]]
slopes = [[90, ['binary', -10, 20, 1], ['spread', 6]], [50, ['binary', -10, 30, 1], ['factor', -2, 2]],
          [40, ['binary', -10, 30, 1], ['factor', -20, 10]], [30, ['binary', 4, 12, 1], ['spread', 3]],
          [30, ['binary', -10, 2, 1], ['binary', -20, 4, 1]], [12, ['binary', 20, 30, 1], ['spread', 4]]]

values = [[90, ['binary', -10, 30, 1], ['spread', 6]], [60, ['binary', -10, 7, 1], ['factor', -2, 2]]]

quantiles = [[60, ['binary', -3, 20, 1], ['uniform', 0, 1]], [40, ['binary', -3, 20, 1], ['binary', -900, -1, 1]],
             [20, ['binary', -3, 30, 1], ['binary', -20, -1, 1]]]

FUNCTIONS = {
    'gammaCdf': (lambda a, x: mp.exp(gamma_logs(a, x)[0]), values),
    'gammaSurvival': (lambda a, x: mp.exp(gamma_logs(a, x)[1]), values),
    'logGammaCdf': (lambda a, x: gamma_logs(a, x)[0], gammas),
    'logGammaSurvival': (lambda a, x: gamma_logs(a, x)[1], gammas),
    'logGammaCdfShapeSlope': (lambda a, x: slope(lambda s: gamma_logs(s, x)[0], a), slopes),
    'logGammaSurvivalShapeSlope': (survival_slope, slopes),
    'gammaReverseHazard': (lambda a, x: mp.exp(log_density(a, x) - gamma_logs(a, x)[0]), gammas),
    'gammaHazard': (lambda a, x: mp.exp(log_density(a, x) - gamma_logs(a, x)[1]), gammas),
    'logGammaDensity': (log_density, gammas),
    'gammaQuantile': (lambda a, p: gamma_quantile(a, mp.log(p), 0), quantiles),
    'gammaUpperQuantile': (lambda a, q: gamma_quantile(a, mp.log(q), 1), quantiles),
}


if __name__ == '__main__':
    check()
    path = os.path.join(TARGET, 'incomplete.json')
    out = json.load(open(path)) if os.path.exists(path) else {}
    for index, (key, (f, blocks)) in enumerate(FUNCTIONS.items()):
        if len(sys.argv) > 1 and key not in sys.argv[1:]:
            continue
        seed = 3000 + index
        packed = b''.join(encode(f(*[mpf(v) for v in row])) for row in Generator(seed).rows(blocks))
        out[key] = {'seed': seed, 'inputs': blocks, 'values': base64.b64encode(packed).decode()}
        print(key, len(packed) // 9, flush=True)
    with open(path, 'w') as file:
        json.dump({key: out[key] for key in FUNCTIONS if key in out}, file, separators=(',', ':'))
        file.write('\n')
