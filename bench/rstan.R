#!/usr/bin/Rscript
# Samples one peer model with rstan and writes one JSON object: what bench/nuts.ts sets beside Credence's own figures.
#   Rscript rstan.R PEERS_FOLDER OUT_FOLDER MODEL SEED...
# The compiled model is kept in OUT_FOLDER under the hash of its source and of rstan's version, so later runs skip the C++ compiler.
suppressMessages({library(rstan); library(jsonlite); library(posterior)})
arguments <- commandArgs(TRUE)
peers <- arguments[1]; out <- arguments[2]; model <- arguments[3]; seeds <- as.integer(arguments[-(1:3)])
options(mc.cores = 1)
rstan_options(boost_lib = "/usr/include", auto_write = FALSE, javascript = FALSE)
dir.create(out, showWarnings = FALSE, recursive = TRUE)

source_file <- file.path(peers, "models", paste0(model, ".stan"))
data <- fromJSON(file.path(peers, "data", paste0(sub("_(centered|noncentered|glm)$", "", model), ".json")))

stamp <- tempfile()
writeLines(c(readLines(source_file), R.version.string, as.character(packageVersion("rstan"))), stamp)
compiled_file <- file.path(out, sprintf("%s-%s.rds", model, substr(tools::md5sum(stamp), 1, 12)))
compile_seconds <- 0
if (file.exists(compiled_file)) {
  compiled <- readRDS(compiled_file)
} else {
  compile_seconds <- system.time(compiled <- stan_model(source_file, model_name = model, save_dso = TRUE))[["elapsed"]]
  saveRDS(compiled, compiled_file)
}

runs <- lapply(seeds, function(seed) {
  total <- system.time(fit <- suppressWarnings(sampling(compiled, data = data, chains = 4, cores = 1, warmup = 1000, iter = 2000, seed = seed,
    refresh = 0, show_messages = FALSE)))
  elapsed <- get_elapsed_time(fit)
  leapfrogs <- sapply(get_sampler_params(fit, inc_warmup = TRUE), function(m) m[, "n_leapfrog__"])
  draws <- as.array(fit)
  draws <- draws[, , dimnames(draws)[[3]] != "lp__", drop = FALSE]
  list(seed = seed, leapfrogs = sum(leapfrogs), leapfrogs_draws = sum(leapfrogs[1001:2000, ]), cpu_s = sum(elapsed), cpu_total_s = total[["user.self"]] + total[["sys.self"]],
    min_ess_bulk = min(apply(draws, 3, ess_bulk)), max_rhat = max(apply(draws, 3, posterior::rhat)),
    divergences = sum(sapply(get_sampler_params(fit, inc_warmup = FALSE), function(m) sum(m[, "divergent__"]))))
})
cat(toJSON(list(model = model, compile_s = compile_seconds, runs = runs), auto_unbox = TRUE, digits = NA), "\n", sep = "")
