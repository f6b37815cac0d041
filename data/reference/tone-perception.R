# The tone perception data and the published two-line mixture fits, from Debian's R (run once; R is not needed later):
#   apt-get install r-base-core r-cran-mixtools r-cran-flexmix r-cran-jsonlite
#   cd data/reference && Rscript tone-perception.R
# Writes ../tone-perception.csv and tone-perception.json.
suppressMessages({library(mixtools); library(flexmix); library(jsonlite)})
data(tonedata, package = "mixtools")
con <- file("../tone-perception.csv", "wb")
writeLines(c("stretchratio,tuned", sprintf("%.15g,%.15g", tonedata$stretchratio, tonedata$tuned)), con)
close(con)

# mixtools: the example of ?regmixEM's data set (Benaglia et al. 2009, J. Stat. Softw. 32(6), section 5), best of 50
# random starts, components ordered by their share (octave line first), bootstrap standard errors.
set.seed(1980)
fits <- lapply(1:50, function(k) {
  tryCatch({
    sink(nullfile()); on.exit(sink())
    regmixEM(tonedata$tuned, tonedata$stretchratio, k = 2, epsilon = 1e-10, maxit = 20000)
  }, error = function(e) NULL)
})
fits <- Filter(Negate(is.null), fits)
values <- vapply(fits, function(f) f$loglik, 0)
smallest <- vapply(fits, function(f) min(f$sigma), 0)
# The likelihood of two free variances is unbounded (several trials lie exactly on tuned = stretchratio): the published
# fit is the interior maximum, the best with both standard deviations above 0.02.
interior <- which(smallest > 0.02)
best <- fits[[interior[which.max(values[interior])]]]
order1 <- order(-best$lambda)
sink(nullfile()); boot <- boot.se(best, B = 400); sink()
mixtools_result <- list(
  version = as.character(packageVersion("mixtools")),
  logLikelihood = best$loglik,
  lambda = best$lambda[order1], lambdaSE = boot$lambda.se[order1],
  intercept = best$beta[1, order1], interceptSE = boot$beta.se[1, order1],
  slope = best$beta[2, order1], slopeSE = boot$beta.se[2, order1],
  sigma = best$sigma[order1], sigmaSE = boot$sigma.se[order1],
  startsTried = length(fits), startsDegenerate = sum(smallest <= 0.02)
)

# flexmix: two Gaussian regressions; refit() gives standard errors from the observed information.
set.seed(1980)
fm <- stepFlexmix(tuned ~ stretchratio, data = tonedata, k = 2, nrep = 50, verbose = FALSE,
  control = list(iter.max = 20000, tolerance = 1e-12, minprior = 0))
rf <- refit(fm)
order2 <- order(-prior(fm))
coefs <- lapply(order2, function(j) rf@components[[1]][[j]])
flexmix_result <- list(
  version = as.character(packageVersion("flexmix")),
  logLikelihood = as.numeric(logLik(fm)),
  lambda = prior(fm)[order2],
  intercept = vapply(coefs, function(m) m[1, 1], 0), interceptSE = vapply(coefs, function(m) m[1, 2], 0),
  slope = vapply(coefs, function(m) m[2, 1], 0), slopeSE = vapply(coefs, function(m) m[2, 2], 0),
  # flexmix divides by the effective degrees of freedom: the square root of the weighted mean square is the MLE's.
  sigma = unname(parameters(fm)["sigma", order2])
)
vm <- rf@vcov
flexmix_result$vcovNames <- colnames(vm)
flexmix_result$vcovSE <- unname(sqrt(diag(vm)))
out <- list(R = R.version.string, mixtools = mixtools_result, flexmix = flexmix_result)
write(toJSON(out, digits = 12, auto_unbox = TRUE, pretty = TRUE), "tone-perception.json")
