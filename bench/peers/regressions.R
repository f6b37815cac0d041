# The nearest problem that R's mixtools and flexmix solve: a mixture of two free Gaussian linear regressions by EM, for
# `npm run bench`. Usage: Rscript regressions.R DATA N D. One JSON line per package found.
arguments <- commandArgs(TRUE)
n <- as.integer(arguments[2])
d <- as.integer(arguments[3])
values <- readBin(arguments[1], "double", n * (d + 1))
x <- matrix(values[1:(n * d)], n, d)
y <- values[n * d + 1:n]
set.seed(1)

report <- function(name, seconds, iterations) {
  cat(sprintf('{"peer": "%s", "seconds": %.6f, "iterations": %d}\n', name, seconds, iterations))
}

if (requireNamespace("mixtools", quietly = TRUE)) {
  start <- matrix(rnorm(2 * (d + 1), sd = 0.5), d + 1, 2)
  sink(nullfile())
  time <- system.time(
    fit <- mixtools::regmixEM(y, x, lambda = c(0.5, 0.5), beta = start, sigma = c(1, 1), k = 2, maxit = 25, epsilon = 0)
  )
  sink()
  report("mixtools regmixEM", time[["elapsed"]], length(fit$all.loglik) - 1L)
}
if (requireNamespace("flexmix", quietly = TRUE)) {
  cluster <- sample(2, n, TRUE)
  control <- list(iter.max = 25, tolerance = 0, minprior = 0)
  time <- system.time(fit <- flexmix::flexmix(y ~ x, k = 2, cluster = cluster, control = control))
  report("flexmix", time[["elapsed"]], fit@iter)
}
