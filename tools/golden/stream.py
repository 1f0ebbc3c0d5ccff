"""Uniform and normal numbers of a stream, from the definitions alone: packages/numerics/src/random/golden/stream.json.

Philox4x32-10 in whole numbers, the ziggurat with tables and decisions in 40 digits.
Run: python tools/golden/stream.py > packages/numerics/src/random/golden/stream.json
"""

import json

from mpmath import exp, floor, log, mp, mpf, sqrt

mp.dps = 40
MASK = 2**32 - 1


def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def words(key, counter, index, domain, attempt=0):
    c1 = (index >> 32) | (attempt << 21)
    c3 = (counter >> 32) | (domain << 21)
    return philox((index & MASK, c1, counter & MASK, c3), key)


def pair(key, counter, position):
    block = words(key, counter, position // 2, 0)
    return block[2 * (position % 2) :][:2]


def place(low, high):
    return (high << 21) | (low >> 11)


def open_uniform(low, high):
    return max(mpf(place(low, high)), mpf("0.5")) / 2**53


LAYERS = 512
TAIL = mpf("3.852046150368391248117897697222247720778")
AREA = mpf("0.002456766351541355733732756638387104250963")
edge = [AREA / exp(-TAIL**2 / 2), TAIL]
height = [None, exp(-TAIL**2 / 2)]
while len(edge) < LAYERS:
    height.append(height[-1] + AREA / edge[-1])
    edge.append(sqrt(-2 * log(height[-1])))
edge.append(mpf(0))
height.append(mpf(1))


def normal(key, counter, position):
    redraw = lambda attempt: words(key, counter, position, 1, attempt)
    low, high = pair(key, counter, position)
    attempt = 0
    while True:
        layer, sign = low & 511, -1 if low & 512 else 1
        u = mpf(place(low, high)) / 2**53
        x = u * edge[layer]
        if u < floor(edge[layer + 1] / edge[layer] * 2**53) / 2**53:
            return sign * x
        if layer == 0:
            while True:
                a, b, c, d = redraw(attempt)
                beyond = -log(open_uniform(a, b)) / TAIL
                if -2 * log(open_uniform(c, d)) > beyond**2:
                    return sign * (TAIL + beyond)
                attempt += 1
        if attempt == 0:
            block = redraw(0)
        level = height[layer] + mpf(place(*block[2:])) / 2**53 * (height[layer + 1] - height[layer])
        if level < exp(-(x**2) / 2):
            return sign * x
        attempt += 1
        block = redraw(attempt)
        low, high = block[:2]
        # The tail behind a redrawn candidate starts with the next block.
        if low & 511 == 0:
            attempt += 1


cases = []
for seed, counter, start in [(1, 0, 0), (-5, 2**40 + 3, 2**34 + 1), (2**53 - 1, 2**53 - 1, 2**20)]:
    key = (seed & MASK, (seed >> 32) & MASK)
    positions = range(start, start + 8)
    unsettled = [
        p
        for p in range(start, start + 40000)
        if place(*(w := pair(key, counter, p))) >= floor(edge[(w[0] & 511) + 1] / edge[w[0] & 511] * 2**53)
    ]
    tails = [p for p in unsettled if pair(key, counter, p)[0] & 511 == 0]
    cases.append(
        {
            "seed": seed,
            "counter": counter,
            "start": start,
            "uniforms": [float(open_uniform(*pair(key, counter, p))) for p in positions],
            "normals": [float(normal(key, counter, p)) for p in positions],
            "rare": [[p, float(normal(key, counter, p))] for p in unsettled[:60] + tails[:3]],
        }
    )
print(json.dumps(cases))
