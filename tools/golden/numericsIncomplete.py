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


def beta_fraction(p, q, u, v):
    """The tail over u^p v^q / B(p, q): the fraction of Didonato and Morris, from the back, doubling."""
    slack = p * v - q * u + 1
    n, before = 64, None
    while True:
        value = mpf(0)
        for k in range(n, 0, -1):
            top = (p + k - 1) * (p + q + k - 1) * k * (q - k) * u * u / (p + 2 * k - 1)**2
            bottom = k + k * (q - k) * u / (p + 2 * k - 1) + (p + k) * (slack + k * (1 + v)) / (p + 2 * k + 1)
            value = top / (bottom + value)
        value = 1 / (p * slack / (p + 1) + value)
        if before is not None and abs(value - before) <= abs(value) * mpf(10)**(10 - mp.dps):
            return value
        before, n = value, 2 * n


def log_beta(p, q):
    return mp.loggamma(p) + mp.loggamma(q) - mp.loggamma(p + q)


def beta_tail(p, q, u, v):
    """log I_u(p, q)."""
    if p <= 1 and u * max(q, 1) <= 0.7:
        term, total, n = mpf(1), mpf(0), 0
        while n < 5 or abs(term) > mp.eps * mpf(10)**-8:
            n += 1
            term *= (n - q) * u / n
            total += term / (p + n)
            if term == 0:
                break
        return p * mp.log(u) - mp.log(p) - log_beta(p, q) + mp.log1p(p * total)
    return p * mp.log(u) + q * mp.log(v) - log_beta(p, q) + mp.log(beta_fraction(p, q, u, v))


def beta_logs(a, b, x, y):
    """log I_x(a, b) and log(1 - I_x(a, b)); of x and y the smaller is meant."""
    if x <= y:
        y = 1 - x
    else:
        x = 1 - y
    series = (a <= 1 and x * max(b, 1) <= 0.7, b <= 1 and y * max(a, 1) <= 0.7)
    if series[0] or (not series[1] and x <= a / (a + b)):
        lower = beta_tail(a, b, x, y)
        return lower, log1mexp(lower)
    upper = beta_tail(b, a, y, x)
    return log1mexp(upper), upper


def beta_slope(place, k):
    """The derivative by a of log I_x (k = 0) or log(1 - I_x) (k = 1), taken on the side that is small."""
    a, b, x, y = place
    logs = beta_logs(a, b, x, y)
    small = 0 if logs[0] < logs[1] else 1
    value = slope(lambda s: beta_logs(s, b, x, y)[small], a)
    return value if small == k else -value * mp.exp(logs[small] - logs[k])


def beta_log_density(a, b, x, y):
    return (a - 1) * mp.log(x if x <= y else 1 - y) + (b - 1) * mp.log(y if y < x else 1 - x) - log_beta(a, b)


def beta_quantile(a, b, target, side):
    """x with log I_x (side 0) or log(1 - I_x) (side 1) = target, by Newton over the log odds, which concavity makes safe."""
    if side == 1:
        return 1 - beta_quantile(b, a, target, 0)
    t = mp.log(a / b)
    for _ in range(300):
        x, y = 1 / (1 + mp.exp(-t)), 1 / (1 + mp.exp(t))
        value = beta_logs(a, b, x, y)[0]
        step = (value - target) / mp.exp(beta_log_density(a, b, x, y) + mp.log(x) + mp.log(y) - value)
        t -= step
        if abs(step) < mpf(10)**-32:
            return 1 / (1 + mp.exp(-t))
    raise ValueError((a, b, target))


def check():
    for a, b, x in [(0.5, 3, 0.1), (2, 7, 0.3), (20, 8, 0.9), (0.01, 0.3, 0.8), (150, 130, 0.4), (0.7, 40, 1e-4)]:
        a, b, x = mpf(a), mpf(b), mpf(x)
        lower, upper = beta_logs(a, b, x, 1 - x)
        assert abs(mp.exp(lower) / mp.betainc(a, b, 0, x, regularized=True) - 1) < mpf(10)**-40, (a, b, x)
        assert abs(mp.exp(upper) / mp.betainc(b, a, 0, 1 - x, regularized=True) - 1) < mpf(10)**-40, (a, b, x)
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

def betas(counts, low, high):
    """Shapes over 2^low..2^high beside x near the mean, some deviations away, far out; and as many with x near 1 said by y."""
    shape = ['binary', low, high, 1]
    kinds = [['meanSpread', 6], ['meanFactor', -2, 2], ['meanFactor', -20, 10], ['meanSpread', 60]]
    blocks = []
    for count, kind in zip(counts, kinds):
        blocks.append([count, shape, shape, kind, ['complement']])
        blocks.append([count // 2, shape, shape, kind, ['complement'], ['exchange']])
    return blocks


beta_points = betas([70, 50, 40, 20], -7, 30) + [[20, ['binary', 9, 11, 1], ['binary', 8, 12, 1], ['meanSpread', 4], ['complement']]]
beta_slopes = betas([60, 50, 40, 20], -7, 20) + [[12, ['binary', 9, 30, 1], ['binary', 9, 30, 1], ['meanSpread', 4], ['complement']]]
beta_values = [[120, ['binary', -7, 30, 1], ['binary', -7, 30, 1], ['meanSpread', 6], ['complement']]]
beta_quantiles = [[60, ['binary', -2, 20, 1], ['binary', -2, 20, 1], ['uniform', 0, 1]],
                  [40, ['binary', 0, 20, 1], ['binary', -2, 20, 1], ['binary', -200, -1, 1]]]

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
    'betaCdf': (lambda a, b, x, y: mp.exp(beta_logs(a, b, x, y)[0]), beta_values),
    'logBetaCdf': (lambda a, b, x, y: beta_logs(a, b, x, y)[0], beta_points),
    'logBetaCdfShapeSlope': (lambda *place: beta_slope(place, 0), beta_slopes),
    'logBetaSurvivalShapeSlope': (lambda *place: beta_slope(place, 1), beta_slopes),
    'betaReverseHazard': (lambda *place: mp.exp(beta_log_density(*place) - beta_logs(*place)[0]), beta_points),
    'logBetaDensity': (beta_log_density, beta_points),
    'betaQuantile': (lambda a, b, p: beta_quantile(a, b, mp.log(p), 0), beta_quantiles),
    'betaUpperQuantile': (lambda a, b, q: beta_quantile(a, b, mp.log(q), 1), beta_quantiles),
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
