"""emcee's side of bench:ensemble: python3 emceeRun.py DATA.json SEED...; prints one JSON line.

The two-parameter target of bench/ensembleOne.ts with plain numpy, place by place and for all walkers of a group at once.
"""

import json
import sys
import time

import emcee
import numpy as np

WALKERS, STEPS, BURN_IN = 100, 500, 100
x = np.array(json.load(open(sys.argv[1]))["x"])


def one(theta):
    mu, sigma = theta
    if not (-5 < mu < 5 and 0 < sigma < 2):
        return -np.inf
    return -0.5 * np.sum(((x - mu) / sigma) ** 2) - x.size * np.log(sigma)


def many(theta):
    mu, sigma = theta[:, :1], theta[:, 1:]
    inside = (np.abs(mu) < 5) & (sigma > 0) & (sigma < 2)
    safe = np.where(inside, sigma, 1.0)
    value = -0.5 * np.sum(((x - mu) / safe) ** 2, axis=1) - x.size * np.log(safe[:, 0])
    return np.where(inside[:, 0], value, -np.inf)


def run(function, vectorize, seed):
    np.random.seed(seed)
    start = np.random.normal([0, 1], 0.01, size=(WALKERS, 2))
    sampler = emcee.EnsembleSampler(WALKERS, 2, function, vectorize=vectorize)
    begin = time.process_time()
    sampler.run_mcmc(start, STEPS)
    seconds = time.process_time() - begin
    chain = sampler.get_chain(discard=BURN_IN, flat=True)
    tau = sampler.get_autocorr_time(quiet=True, tol=0, discard=BURN_IN)
    return {
        "cpu_s": seconds,
        "tau": float(tau.max()),
        "acceptance": float(sampler.acceptance_fraction.mean()),
        "mean": chain.mean(axis=0).tolist(),
    }


seeds = [int(seed) for seed in sys.argv[2:]]
print(
    json.dumps(
        {
            "versions": {"emcee": emcee.__version__, "numpy": np.__version__, "python": sys.version.split()[0]},
            "emcee": [run(one, False, seed) for seed in seeds],
            "emcee vectorize": [run(many, True, seed) for seed in seeds],
        }
    )
)
