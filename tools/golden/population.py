"""Log likelihoods of a population by importance sampling, with 60 digits (mpmath).

python tools/golden/population.py: three objects with 50, 60 and 70 draws x_i + 0.8 z, z the normal quantiles of the
Park-Miller generator (seeds 501, 502, 503), x = (-1, 0.5, 4); interim prior N(0, 3); population N(theta_mu, theta_sigma);
log evidence (-1, -2, -3). Printed: log likelihood, its delta-method standard error, and effective draws of each object.
"""
from mpmath import mp, mpf, erfinv, exp, log, pi, sqrt

mp.dps = 60


def normals(seed, count):
    state, out = seed, []
    for _ in range(count):
        state = 16807 * state % 2147483647
        out.append(sqrt(mpf(2)) * erfinv(2 * mpf(state) / 2147483647 - 1))
    return out


def log_normal(v, mean, sd):
    return -((v - mean) / sd) ** 2 / 2 - log(sd) - log(2 * pi) / 2


draws = [[mpf(x) + mpf(8) / 10 * z for z in normals(seed, count)]
         for x, seed, count in (('-1', 501, 50), ('0.5', 502, 60), ('4', 503, 70))]
for theta in (('0.25', '1.5'), ('-1', '0.01')):
    mean, sd = map(mpf, theta)
    total, variance, effective = mpf(0), mpf(0), []
    for i, values in enumerate(draws):
        n = len(values)
        w = [exp(log_normal(v, mean, sd) - log_normal(v, 0, 3)) for v in values]
        average = sum(w) / n
        total += log(average) - (i + 1)
        variance += sum((v - average) ** 2 for v in w) / (n - 1) / n / average ** 2
        effective.append(sum(w) ** 2 / sum(v * v for v in w))
    print(theta, mp.nstr(total, 17), mp.nstr(sqrt(variance), 17), [mp.nstr(e, 17) for e in effective])
