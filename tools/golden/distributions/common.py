"""Exact values of a distribution of numbers at random points, from textbook formulas in mpmath.

A case is a function that draws one point: it returns the parameters, x, and the formulas. `write('normal', case)` makes
packages/dsl/src/distributions/golden/normal.json: columns of parameters, `x`, `logProb`, `logCdf`, `logSurvival`, `level` and
`icdf` (the quantile of the float64 number `level`), and `gradient:<name>` of logProb. Inputs are float64 values, taken exactly.
Outputs are rounded once. A parameter that is a list of numbers, of one length throughout a file, has a list in each row. A value that has no number is null. Needs mpmath.
"""
import json
import math
import os
import random
import zlib
from dataclasses import dataclass, field
from typing import Callable, Optional

from mpmath import mp, mpf

DIGITS = 80
mp.dps = DIGITS
FOLDER = os.path.join(os.path.dirname(__file__), '../../../packages/dsl/src/distributions/golden')


@dataclass
class Point:
    """Formulas take x (or p) and the parameters by name, as mpf."""
    parameters: dict
    x: float
    logp: Callable
    cdf: Optional[Callable] = None
    sf: Optional[Callable] = None
    # For whole numbers the quantile of a p between two steps is x itself, and there is no gradient in x.
    discrete: bool = False
    # Without a quantile of its own there is none to compare.
    has_quantile: bool = True
    # Parameters that are whole numbers have no gradient.
    whole: tuple = field(default=())
    # Parameters from which the distribution's own ones follow by rounded arithmetic: values are not compared where one rounding
    # of these (of a logarithm, or of what it is the logarithm of) moves them by more than a tenth of the error that is allowed.
    rounded: tuple = field(default=())


class Draws(random.Random):
    """Random inputs over many magnitudes."""

    def magnitude(self, low, high):
        return 10 ** self.uniform(low, high)

    def sign(self):
        return self.choice([-1, 1])

    def real_line(self, low=-8, high=3):
        """Location, scale and a value some scales off."""
        mu, sigma = self.sign() * self.magnitude(-3, 3), self.magnitude(-3, 3)
        return mu, sigma, mu + sigma * self.sign() * self.magnitude(low, high)

    def count_near(self, mean, sd):
        """A count near the mean, some standard deviations off, or far out."""
        kind = self.random()
        if kind < 0.15:
            return 0
        if kind < 0.25:
            return self.randrange(0, 10)
        spread = 3 if kind < 0.8 else 30
        return max(0, round(mean + spread * sd * self.uniform(-1, 1)))


def slope(f, at):
    """Central difference whose error is of the order of the step squared, 60 digits below the value, also close to a bound."""
    step = (abs(at) if at != 0 else mpf(1)) * mpf(10) ** (-3 * DIGITS // 8)
    return (f(at + step) - f(at - step)) / (2 * step)


def falling_integral(log_density, start, sign, end=mp.inf):
    """
    Integral to 35 digits and more of a density that falls all the way from `start` on, up or down by `sign`, and for at most
    the length `end`: in 16 pieces, up to where less than e^-90 of its height is left.
    """
    top = log_density(start)

    def height(step):
        return mp.exp(log_density(start + sign * step) - top)

    def is_low(step):
        return log_density(start + sign * step) < top - 90

    if end == 0:
        return mpf(0)
    high = end if end < mp.inf else mpf(1)
    while not is_low(high) and high < end:
        high *= 2
    if is_low(high):
        while is_low(high / 2):
            high /= 2
    with mp.workdps(40):
        return mp.exp(top) * mp.quad(height, mp.linspace(0, high, 17), method='gauss-legendre')


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def log_of(share, rest):
    """log of a probability, by its complement where that keeps more digits."""
    if rest is not None and share > 0.5:
        return number(mp.log1p(-rest))
    return number(mp.log(share)) if share > 0 else None


def quantile(point, given):
    """
    A float64 p and its quantile, by one Newton step from x, whose p is known exactly. None where p is at an end, or where one
    rounding of p moves the quantile by more than a tenth of the error that is allowed.
    """
    x = mpf(point.x)
    upper = point.cdf(x, **given)
    if point.discrete:
        lower = point.cdf(x - 1, **given)
        p = float((lower + upper) / 2)
        return (p, point.x) if lower < p < upper and 0 < p < 1 else (None, None)
    p = float(upper)
    if not 1e-300 < p < 1 - 1e-9:
        return None, None
    density = mp.exp(point.logp(x, **given))
    if p * mpf(2) ** -53 / density > 1e-13 * abs(x) + mpf(10) ** -14:
        return None, None
    return p, number(x + (mpf(p) - upper) / density)


def moved(f, point, given):
    """What one rounding of the parameters moves a function at x by."""
    x = mpf(point.x)

    def move(name):
        size = max(abs(given[name]), 1) if name.startswith('log') else abs(given[name])
        ends = [f(x, **{**given, name: given[name] + by * size * mpf(10) ** -12}) for by in (1, -1)]
        return abs(ends[0] - ends[1]) / 2 * mpf(10) ** 12 * mpf(2) ** -53

    return sum(move(name) for name in point.rounded)


def without_rounded(values, point, given):
    """Values that one rounding of the parameters spoils are None."""
    x = mpf(point.x)
    spoils = lambda shift, value: value is not None and shift > 1e-13 * abs(value) + 1e-14
    spoilt = ['logProb'] if spoils(moved(point.logp, point, given), values['logProb']) else []
    if point.cdf is not None:
        shift = moved(point.cdf, point, given)
        shares = {'logCdf': point.cdf(x, **given), 'logSurvival': point.sf(x, **given)}
        spoilt += [name for name, share in shares.items() if share > 0 and spoils(shift / share, values[name])]
        if not point.discrete and spoils(shift / mp.exp(point.logp(x, **given)), values['icdf']):
            spoilt += ['level', 'icdf']
    return {**values, **{name: None for name in spoilt}}


def each(f, value):
    """f of a number, or of all numbers of a list."""
    return [f(one) for one in value] if isinstance(value, list) else f(value)


def slopes(f, at):
    """Of a function of a number, or of a list of numbers by each of them."""
    if not isinstance(at, list):
        return number(slope(f, at))
    return [number(slope(lambda v, i=i: f([*at[:i], v, *at[i + 1:]]), one)) for i, one in enumerate(at)]


def row(point):
    given = {key: each(mpf, value) for key, value in point.parameters.items()}
    x = mpf(point.x)
    values = {**point.parameters, 'x': point.x, 'logProb': number(point.logp(x, **given))}
    lower = point.cdf(x, **given) if point.cdf is not None else None
    upper = point.sf(x, **given) if point.sf is not None else None
    if lower is not None:
        values['logCdf'] = log_of(lower, upper)
        if point.has_quantile:
            values['level'], values['icdf'] = quantile(point, given)
    if upper is not None:
        values['logSurvival'] = log_of(upper, lower)
    if not point.discrete:
        values['gradient:x'] = number(slope(lambda v: point.logp(v, **given), x))
    for key, at in given.items():
        if key not in point.whole:
            values[f'gradient:{key}'] = slopes(lambda v: point.logp(x, **{**given, key: v}), at)
    return values


def write(key, case, points=200):
    """Points whose log density is below -1e6 or overflows are left out, and continuous x beside 0 or beyond 1e300."""
    rng = Draws(zlib.crc32(key.encode()))
    columns = {}
    while len(columns.get('x', [])) < points:
        point = case(rng)
        point.x = float(point.x)
        point.parameters = {name: each(float, value) for name, value in point.parameters.items()}
        if not point.discrete and not 1e-300 < abs(point.x) < 1e300:
            continue
        values = row(point)
        if values['logProb'] is None or values['logProb'] < -1e6:
            continue
        if point.rounded:
            values = without_rounded(values, point, {name: mpf(value) for name, value in point.parameters.items()})
        for name, value in values.items():
            columns.setdefault(name, []).append(value)
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, f'{key}.json'), 'w') as file:
        json.dump(columns, file, separators=(',', ':'))


def run(cases, only):
    """Writes all cases, or those named on the command line."""
    for key, case in cases.items():
        if not only or key in only:
            print(key, flush=True)
            write(key, case)
