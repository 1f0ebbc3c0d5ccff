"""Golden values of the functions of packages/numerics, by mpmath at 50 digits and more.

    python tools/golden/numerics.py [name ...]    # writes packages/numerics/src/golden/{elementary,special}.json (or only the names)

Inputs are not stored: they are columns of numbers from a small generator (here and in golden/points.ts the same), given by
  ["uniform", a, b]      a + (b - a) u
  ["binary", p, q, sign] (1 + u) 2^k, k whole in [p, q), negated by sign: 1 never, -1 always, 0 by a coin
  ["near", c, p, q]      c + (1 + u) 2^k with either sign
  ["whole", p, q]        floor of a "binary"
  ["share"]              the first column times u
  ["minusShare"]         the first column times -u
  ["part"]               floor of the first column times u
  ["around", p, q]       the first column times (1 + u 2^k)
  ["factor", p, q]       the first column times (1 + u) 2^k
  ["spread", s]          the first column plus s (2u - 1) times its root, but not below a thousandth of it
  ["meanSpread", s]      of columns a, b: a beta variable's mean plus s (2u - 1) standard deviations, inside (0, 1)
  ["meanFactor", p, q]   of columns a, b: what has odds a/b (1 + u) 2^k
  ["complement"]         1 minus the third column
  ["exchange"]           no column: exchanges the third and fourth
  ["list", ...]          these
Stored per point: the value rounded to float64 (8 bytes) and what rounding left, in 1/254 ulp (a signed byte); base64.
"""
import base64
import json
import math
import os
import struct
import sys

from mpmath import mp, mpf

mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, '../../packages/numerics/src/golden')


class Generator:
    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def word(self):
        """The mulberry32 step."""
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) & 0xFFFFFFFF

    def unit(self):
        high, low = self.word() >> 5, self.word() >> 6
        return (high * 67108864 + low) / 9007199254740992

    def column(self, spec, row):
        first = row[0] if row else None
        kind, *p = spec
        if kind == 'uniform':
            return p[0] + (p[1] - p[0]) * self.unit()
        if kind in ('binary', 'whole'):
            k = p[0] + math.floor((p[1] - p[0]) * self.unit())
            value = (1 + self.unit()) * 2.0**k
            if kind == 'whole':
                return float(math.floor(value))
            negative = p[2] < 0 or (p[2] == 0 and self.unit() < 0.5)
            return -value if negative else value
        if kind == 'near':
            k = p[1] + math.floor((p[2] - p[1]) * self.unit())
            step = (1 + self.unit()) * 2.0**k
            return p[0] - step if self.unit() < 0.5 else p[0] + step
        if kind == 'share':
            return first * self.unit()
        if kind == 'part':
            return float(math.floor(first * self.unit()))
        if kind == 'minusShare':
            return -first * self.unit()
        if kind == 'around':
            k = p[0] + math.floor((p[1] - p[0]) * self.unit())
            return first * (1 + self.unit() * 2.0**k)
        if kind == 'factor':
            k = p[0] + math.floor((p[1] - p[0]) * self.unit())
            return first * (1 + self.unit()) * 2.0**k
        if kind == 'spread':
            return max(0.001 * first, first + p[0] * (2 * self.unit() - 1) * math.sqrt(first))
        if kind == 'meanSpread':
            mean, other, total = row[0] / (row[0] + row[1]), row[1] / (row[0] + row[1]), row[0] + row[1]
            value = mean + p[0] * (2 * self.unit() - 1) * math.sqrt(mean * other / total)
            return max(0.001 * mean, min(value, 1 - 0.001 * other))
        if kind == 'meanFactor':
            k = p[0] + math.floor((p[1] - p[0]) * self.unit())
            odds = row[0] / row[1] * (1 + self.unit()) * 2.0**k
            return min(odds / (1 + odds), 1 - 2.0**-50)
        if kind == 'complement':
            return 1 - row[2]
        raise ValueError(kind)

    def rows(self, blocks):
        for count, *columns in blocks:
            for i in range(count):
                row = []
                for spec in columns:
                    if spec[0] == 'exchange':
                        row[2], row[3] = row[3], row[2]
                    else:
                        row.append(float(spec[1 + i]) if spec[0] == 'list' else self.column(spec, row))
                yield row


def listed(*values):
    return [len(values), ['list', *[v if isinstance(v, float) else float(v) for v in values]]]


def precise(digits, f):
    def wrapped(*args):
        with mp.workdps(digits):
            return +f(*args)
    return wrapped


def phi(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def asymptotic_tail(z):
    """x such that the upper normal tail is phi(z)/z x, for z > 100."""
    term = total = mpf(1)
    for n in range(1, 30):
        term *= -(2 * n - 1) / (z * z)
        total += term
    return total


def upper(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def log_cdf(x):
    if x < -100:
        return -x * x / 2 - mp.log(-x) - mp.log(2 * mp.pi) / 2 + mp.log(asymptotic_tail(-x))
    return mp.log(upper(-x)) if x < 0 else mp.log1p(-upper(x))


def owens_t(h, a):
    """By its integral for |a| <= 1, and beyond by 2 T(h, a) + 2 T(a h, 1/a) = Q(h) + Q(a h) - 2 Q(h) Q(a h) with Q = `upper`."""
    if a < 0:
        return -owens_t(h, -a)
    h = abs(h)
    if a > 1:
        tails = upper(h) + upper(a * h) - 2 * upper(h) * upper(a * h)
        return tails / 2 - owens_t(a * h, 1 / a)
    end = min(a, 18 / h) if h > 0 else a
    bell = lambda x: mp.exp(-(h * x)**2 / 2) / (1 + x * x)
    return mp.exp(-h * h / 2) * mp.quad(bell, mp.linspace(0, end, 9), method='gauss-legendre') / (2 * mp.pi)


def mills(x):
    return -x / asymptotic_tail(-x) if x < -100 else phi(x) / upper(-x)


def mills_excess(x):
    with mp.workdps(60 + 4 * max(0, int(mp.log10(abs(x)))) if x < -1 else 60):
        return x + mills(x)


def erfcx(x):
    if x > 100:
        z = x * mp.sqrt(2)
        return asymptotic_tail(z) / (x * mp.sqrt(mp.pi))
    return mp.exp(x * x) * mp.erfc(x)


def quantile_of_tail(tail):
    """z with upper(z) = tail, tail <= 1/2, by Newton's method on the logarithm."""
    if tail == mpf(1) / 2:
        return mpf(0)
    z = mp.sqrt(-2 * mp.log(tail)) if tail < 0.1 else (mpf(1) / 2 - tail) * 2.5
    for _ in range(60):
        u = upper(z)
        step = (mp.log(u) - mp.log(tail)) * u / phi(z)
        z += step
        if abs(step) < mpf(10)**-48 * max(abs(z), mpf(10)**-300):
            break
    return z


def quantile(p):
    return -quantile_of_tail(p) if p < 0.5 else quantile_of_tail(1 - p)


def log_gamma(x):
    return mp.loggamma(x) if x > 0 else mp.log(abs(mp.gamma(x)))


def stirling_error(x):
    return mp.loggamma(x) - (x - mpf(1) / 2) * mp.log(x) + x - mp.log(2 * mp.pi) / 2


def stirling_error1(x):
    return mp.psi(0, x) - mp.log(x) + 1 / (2 * x)


def stirling_error2(x):
    return mp.psi(1, x) - 1 / x - 1 / (2 * x * x)


def difference(n):
    f = mp.loggamma if n < 0 else lambda x: mp.psi(n, x)
    return precise(90, lambda x, a: f(x + a) - f(x))


def power(x, y):
    return mp.power(x, y)


any_size = [300, ['binary', -1074, 1023, 0]]
tiny = [100, ['binary', -1074, -30, 0]]
unit = [[900, ['uniform', -1, 1]], [200, ['binary', -1074, -2, 0]]]
angles = [[500, ['uniform', -4, 4]], [300, ['uniform', -1e6, 1e6]], [300, ['binary', 20, 1023, 0]], tiny,
          listed(math.pi, math.pi / 2, -math.pi, 6381956970095103 * 2.0**797, 1e300, 1e22, 16367173 * 2.0**-22, 1048576, 1048575.5,
                 *[k * math.pi / 2 for k in range(3, 200, 7)], *[float(k * mp.pi / 2) for k in range(2**19, 2**30, 2**25 + 12345)])]
wide = [[500, ['uniform', -3, 3]], [300, ['uniform', -30, 30]], [200, ['uniform', -709, 709]], tiny]
gammas = [[500, ['uniform', 0, 5]], [200, ['binary', -10, 7, 1]], [200, ['binary', 7, 1000, 1]], [100, ['binary', -1000, -10, 1]],
          [100, ['near', 1, -52, -3]], [100, ['near', 2, -51, -3]], [60, ['near', 1.4616321449683622, -51, -3]], [300, ['uniform', -20, 0]], [60, ['near', -1, -40, -3]],
          listed(4, 3.9999999999999996, 1, 2, 0.5, 171.5)]
polygammas = [[400, ['uniform', 0, 5]], [200, ['binary', -10, 7, 1]], [100, ['binary', 7, 250, 1]], [60, ['binary', -70, -10, 1]],
              [200, ['uniform', -20, 0]], listed(1, 2, 4, 3.9999999999999996, 0.5)]
pairs = [[400, ['binary', -10, 30, 1], ['binary', -10, 10, 1]], [400, ['binary', -4, 50, 1], ['binary', -40, 4, 1]],
         [200, ['binary', -7, 20, 1], ['minusShare']]]
positives = [[500, ['uniform', 0, 6]], [400, ['binary', -20, 30, 1]], listed(1, 4, 0.5, 1e15, 1e100)]
tails = [[400, ['uniform', -37, 37]], [300, ['uniform', -3, 3]], [60, ['binary', -1000, 0, 0]]]

ELEMENTARY = {
    'exp': (mp.exp, [[800, ['uniform', -708, 709.7]], [500, ['uniform', -1, 1]], [100, ['uniform', -745, -708]], tiny,
                     listed(0, 709.782712893384, -745.1332191019411, -745.1332191019412)]),
    'expm1': (mp.expm1, [[600, ['uniform', -2, 2]], [400, ['uniform', -40, 40]], [100, ['uniform', 30, 709.7]], tiny,
                         [200, ['uniform', 0.34, 0.36]]]),
    'log': (mp.log, [[600, ['uniform', 0.5, 2]], [600, ['binary', -1074, 1023, 1]], [200, ['near', 1, -52, -2]]]),
    'log1p': (precise(400, mp.log1p), [[600, ['uniform', -0.5, 2]], [200, ['binary', -1074, 1023, 1]], [200, ['binary', -1074, -1, -1]],
                         [200, ['uniform', -1, -0.2]], listed(-0.9999999999999999)]),
    'sqrt': (mp.sqrt, [[500, ['binary', -1074, 1023, 1]]]),
    'pow': (power, [[500, ['uniform', 0.01, 3], ['uniform', -100, 100]], [300, ['binary', -1074, 1023, 1], ['uniform', -0.9, 0.9]],
                    [300, ['near', 1, -40, -6], ['uniform', -30000, 30000]], [100, ['uniform', 0, 5], ['list', *([2, 3, 0.5, -1] * 25)]]]),
    'sin': (precise(400, mp.sin), angles),
    'cos': (precise(400, mp.cos), angles),
    'tan': (precise(400, mp.tan), angles),
    'asin': (mp.asin, unit),
    'acos': (mp.acos, unit),
    'atan': (mp.atan, [[700, ['uniform', -3, 3]], any_size]),
    'atan2': (mp.atan2, [[600, ['uniform', -1, 1], ['uniform', -1, 1]], [300, ['binary', -1022, 1022, 0], ['binary', -1022, 1022, 0]],
                         [300, ['binary', -5, 5, 0], ['binary', -5, 5, 0]]]),
    'sinh': (mp.sinh, wide),
    'cosh': (mp.cosh, wide),
    'tanh': (mp.tanh, wide),
    'asinh': (mp.asinh, [[700, ['uniform', -3, 3]], any_size]),
    'acosh': (precise(80, mp.acosh), [[600, ['uniform', 1, 4]], [200, ['binary', 1, 1023, 1]]]),
    'atanh': (mp.atanh, unit),
    'log1mexp': (precise(400, lambda x: mp.log1p(-mp.exp(x)) if x < -1 else mp.log(-mp.expm1(x))),
                 [[600, ['uniform', -3, 0]], [200, ['uniform', -744, -3]], [200, ['binary', -1000, -3, -1]]]),
    'logAddExp': (precise(400, lambda x, y: mp.log(mp.exp(x) + mp.exp(y))),
                  [[600, ['uniform', -30, 30], ['uniform', -30, 30]], [200, ['uniform', -700, 700], ['around', -10, 0]]]),
    'xlogy': (lambda x, y: x * mp.log(y), [[400, ['uniform', -5, 5], ['binary', -1022, 1023, 1]]]),
    'xlog1py': (precise(400, lambda x, y: x * mp.log1p(y)), [[400, ['uniform', -5, 5], ['binary', -900, 900, 1]]]),
    'log1pmx': (precise(400, lambda x: mp.log1p(x) - x), [[600, ['uniform', -0.99, 3]], [400, ['binary', -500, 30, 1]], [100, ['binary', -500, -2, -1]]]),
}
SPECIAL = {
    'erf': (mp.erf, [[400, ['uniform', -1, 1]], [500, ['uniform', -6, 6]], tiny]),
    'erfc': (mp.erfc, [[300, ['uniform', -1, 1]], [200, ['uniform', -6, 6]], [500, ['uniform', 0, 26.5]], tiny]),
    'erfcx': (erfcx, [[400, ['uniform', -26, 1]], [400, ['uniform', -1, 10]], [200, ['binary', -60, 1000, 1]]]),
    'erfInverse': (lambda x: mp.sign(x) * quantile_of_tail((1 - abs(x)) / 2) / mp.sqrt(2),
                   [[500, ['uniform', -1, 1]], [200, ['binary', -100, 0, 0]]]),
    'expMinusSquare': (lambda x: mp.exp(-x * x), [[500, ['uniform', -26, 26]]]),
    'normalDensity': (phi, [[500, ['uniform', -37, 37]]]),
    'normalCdf': (lambda x: upper(-x), tails),
    'logNormalCdf': (precise(400, log_cdf), tails + [[300, ['binary', -30, 500, -1]]]),
    'normalQuantile': (quantile, [[300, ['uniform', 0, 1]], [400, ['binary', -997, -1, 1]], [100, ['uniform', 0.99, 1]]]),
    'inverseMillsRatio': (mills, tails + [[300, ['binary', -30, 1000, -1]]]),
    'inverseMillsExcess': (mills_excess, tails + [[300, ['binary', -30, 100, -1]]]),
    'lgamma': (precise(80, log_gamma), gammas),
    'digamma': (precise(80, lambda x: mp.psi(0, x)), [b for b in gammas if b[1][1:3] != [-1000, -10]]),
    'trigamma': (lambda x: mp.psi(1, x), polygammas),
    'tetragamma': (lambda x: mp.psi(2, x), polygammas),
    'pentagamma': (lambda x: mp.psi(3, x), polygammas),
    'lgammaDifference': (difference(-1), pairs),
    'digammaDifference': (difference(0), pairs),
    'trigammaDifference': (difference(1), pairs),
    'logBeta': (precise(90, lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)),
                [[600, ['binary', -10, 30, 1], ['binary', -10, 30, 1]], [400, ['uniform', 0, 20], ['uniform', 0, 20]]]),
    'logChoose': (precise(90, lambda n, k: mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)),
                  [[300, ['whole', 0, 6], ['part']], [300, ['whole', 6, 40], ['part']], [100, ['whole', 6, 40], ['list', *([1, 2, 5, 15, 16] * 20)]]]),
    'stirlingError': (precise(350, stirling_error), positives),
    'stirlingErrorDerivative': (precise(250, stirling_error1), positives),
    'stirlingErrorSecondDerivative': (precise(350, stirling_error2), positives),
    'logRatio': (precise(200, lambda x, m: mp.log(x / m)),
                 [[400, ['whole', 0, 40], ['around', -30, 1]], [400, ['whole', 0, 12], ['binary', -6, 16, 1]]]),
    'binomialDeviance': (precise(200, lambda x, m: x * mp.log(x / m) + m - x),
                         [[400, ['whole', 0, 40], ['around', -30, 1]], [400, ['whole', 0, 12], ['binary', -6, 16, 1]]]),
    'owensT': (precise(60, owens_t), [[300, ['uniform', -6, 6], ['uniform', -3, 3]], [200, ['uniform', 0, 35], ['binary', -40, 0, 0]],
                                      [200, ['uniform', -35, 35], ['binary', 0, 40, 0]], [100, ['binary', -60, 0, 0], ['binary', -60, 60, 0]]]),
}


def encode(value):
    rounded = float(value)
    if not math.isfinite(rounded):
        raise ValueError('not finite')
    left = (value - mpf(rounded)) / mpf(math.ulp(rounded))
    return struct.pack('<db', rounded, max(-127, min(127, int(mp.nint(left * 254)))))


def write(name, functions):
    path = os.path.join(TARGET, name + '.json')
    before = json.load(open(path)) if os.path.exists(path) else {}
    out = {}
    for index, (key, (f, blocks)) in enumerate(functions.items()):
        if len(sys.argv) > 1 and key not in sys.argv[1:]:
            out[key] = before[key]
            continue
        seed = 1000 + index
        packed = b''.join(encode(f(*[mpf(v) for v in row])) for row in Generator(seed).rows(blocks))
        out[key] = {'seed': seed, 'inputs': blocks, 'values': base64.b64encode(packed).decode()}
        print(key, len(packed) // 9, flush=True)
    with open(path, 'w') as file:
        json.dump(out, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    write('elementary', ELEMENTARY)
    write('special', SPECIAL)
