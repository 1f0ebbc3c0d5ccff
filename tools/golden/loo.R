# Golden values of PSIS, LOO, WAIC and stacking: R loo 2.5.1 (and base R), on data that are exact in any language.
# Rscript tools/golden/loo.R /path/to/posterior_loo_reference.json > packages/samplers/src/golden/loo.json
# The argument holds LOO and WAIC of the sets `eight` and `hard` (R loo 2.5.1, r_eff = 1), which are passed on.
suppressPackageStartupMessages({library(loo); library(jsonlite)})

lcg <- function(seed, n) { s <- seed; u <- numeric(n); for (i in seq_len(n)) { s <- (16807 * s) %% 2147483647; u[i] <- s / 2147483647 }; u }
norm <- function(seed, n) qnorm(lcg(seed, n))
y <- c(28, 8, -3, 7, -1, 1, 18, 12); s <- c(15, 10, 16, 11, 9, 11, 10, 18)
eight <- sapply(1:8, function(j) dnorm(y[j], 4 + 5 * norm(100 + j, 1000), s[j], log = TRUE))
pooled <- sapply(1:8, function(j) dnorm(y[j], 8 + 4 * norm(300 + j, 1000), s[j], log = TRUE))
hard <- sapply(1:4, function(j) dnorm(c(0, 2, 4, 6)[j], norm(200 + j, 1000), 1, log = TRUE))

# Weights of one set: draws, log weights = scale * norm(seed, draws)^2, r_eff.
sets <- list(
  list(draws = 25, scale = 0.3, seed = 7, r_eff = 1), list(draws = 100, scale = 0.6, seed = 8, r_eff = 1),
  list(draws = 1000, scale = 0.2, seed = 9, r_eff = 0.3), list(draws = 4000, scale = 0.45, seed = 10, r_eff = 1.7),
  list(draws = 300, scale = -0.5, seed = 12, r_eff = 1), list(draws = 500, scale = 8, seed = 13, r_eff = 1))
psis_of <- function(set) {
  p <- suppressWarnings(psis(matrix(set$scale * norm(set$seed, set$draws)^2), r_eff = set$r_eff))
  w <- weights(p)[, 1]
  c(set, list(k = p$diagnostics$pareto_k, n_eff = p$diagnostics$n_eff, tail = attr(p, "tail_len"),
    first = w[1:3], largest = max(w)))
}
estimate <- function(x) list(estimates = unname(x$estimates), pointwise = unname(x$pointwise))
quietly <- suppressWarnings
with_reff <- quietly(loo(eight, r_eff = seq(0.2, 1.2, length.out = 8)))
a <- quietly(loo(eight, r_eff = rep(1, 8)))$pointwise[, 1]
b <- quietly(loo(pooled, r_eff = rep(1, 8)))$pointwise[, 1]
waic_b <- quietly(waic(pooled))
d <- b - a
# Two models whose best mixture lies inside: shift one observation's density.
u <- norm(21, 60) - 1; v <- u + 0.8 * norm(22, 60)
slope <- function(w) sum((exp(u) - exp(v)) / (w * exp(u) + (1 - w) * exp(v)))
w <- uniroot(slope, c(1e-6, 1 - 1e-6), tol = 1e-15)$root
given <- fromJSON(commandArgs(TRUE)[1])
out <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), loo = as.character(packageVersion("loo"))),
  loo_eight = given$loo_eight, loo_hard = given$loo_hard, waic_eight = given$waic_eight,
  loo_eight_reff = estimate(with_reff), waic_pooled = unname(waic_b$estimates),
  psis = lapply(sets, psis_of),
  difference = c(sum(d), sqrt(8) * sd(d)),
  stacking = list(weight = w, score = sum(log(w * exp(u) + (1 - w) * exp(v)))))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
