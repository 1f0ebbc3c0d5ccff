"""Zero-inflated and hurdle distributions. Run: python tools/golden/distributions/zeroShares.py [names]"""
import sys

from mpmath import exp, expm1, log, mpf

import counts
import gammaFamily
import positive
import unitInterval
from common import Point, run


def share_of(rng):
    kind = rng.random()
    return rng.magnitude(-6, 0) * 0.999 if kind < 0.2 else 1 - rng.magnitude(-6, -1) if kind < 0.4 else rng.random()


def with_share(point, rng, logp, cdf, sf):
    """The formulas take x, psi and the parameters of the base."""
    return Point(
        dict(psi=share_of(rng), **point.parameters), point.x, logp, cdf, sf, discrete=point.discrete, whole=point.whole)


def zero_inflated(case):
    def inflated(rng):
        base = case(rng)
        if rng.random() < 0.2:
            base.x = 0

        def logp(x, psi, **given):
            value = base.logp(x, **given)
            return log(1 - psi + psi * exp(value)) if x == 0 else log(psi) + value

        return with_share(
            base, rng, logp,
            lambda x, psi, **given: 1 - psi + psi * base.cdf(x, **given) if x >= 0 else mpf(0),
            lambda x, psi, **given: psi * base.sf(x, **given) if x >= 0 else mpf(1))
    return inflated


def hurdle_counts(case):
    def hurdle(rng):
        base = case(rng)

        def others(given):
            return -expm1(base.logp(mpf(0), **given))

        return with_share(
            base, rng,
            lambda x, psi, **given: log(1 - psi) if x == 0 else log(psi) + base.logp(x, **given) - log(others(given)),
            lambda x, psi, **given: 1 - psi * base.sf(x, **given) / others(given) if x >= 0 else mpf(0),
            lambda x, psi, **given: psi * base.sf(x, **given) / others(given) if x >= 0 else mpf(1))
    return hurdle


def poisson(rng):
    base = counts.poisson(rng)
    # By series that end soon for all means.
    base.cdf = lambda x, mu: gammaFamily.upper(mu, x + 1)
    base.sf = lambda x, mu: gammaFamily.lower(mu, x + 1)
    return base


def negativeBinomial(rng):
    """Where the probability of no zero is a float64 with all its digits."""
    while True:
        base = counts.negativeBinomial(rng)
        if base.parameters['mu'] > 0.01 and max(base.parameters.values()) < 1e6:
            return base


def hurdle_density(case):
    def hurdle(rng):
        base = case(rng)
        return with_share(
            base, rng, lambda x, psi, **given: log(psi) + base.logp(x, **given),
            lambda x, psi, **given: 1 - psi + psi * base.cdf(x, **given),
            lambda x, psi, **given: psi * base.sf(x, **given))
    return hurdle


def zeroOneInflatedBeta(rng):
    base = unitInterval.beta(rng)
    # Larger shapes move the slopes by one rounding of x by more than is allowed.
    while max(base.parameters.values()) > 1e7:
        base = unitInterval.beta(rng)
    return Point(
        dict(zoi=share_of(rng), coi=share_of(rng), **base.parameters), base.x,
        lambda x, zoi, coi, **given: log(1 - zoi) + base.logp(x, **given),
        lambda x, zoi, coi, **given: zoi * (1 - coi) + (1 - zoi) * base.cdf(x, **given),
        lambda x, zoi, coi, **given: zoi * coi + (1 - zoi) * base.sf(x, **given))


CASES = dict(
    zeroInflatedPoisson=zero_inflated(poisson), zeroInflatedBinomial=zero_inflated(counts.binomial),
    zeroInflatedNegativeBinomial=zero_inflated(counts.negativeBinomial), hurdlePoisson=hurdle_counts(poisson),
    hurdleNegativeBinomial=hurdle_counts(negativeBinomial), hurdleGamma=hurdle_density(gammaFamily.gamma),
    hurdleLogNormal=hurdle_density(positive.logNormal), zeroOneInflatedBeta=zeroOneInflatedBeta)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
