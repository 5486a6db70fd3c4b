# SPDX-License-Identifier: Apache-2.0
# CPU seconds of SparseMSE for one table: stepwise, BCa from 1,000 replicates. Needs R with the package SparseMSE.
arguments <- commandArgs(trailingOnly = TRUE)
lists <- as.matrix(read.csv(arguments[1]))
spent <- system.time(found <- SparseMSE::estimatepopulation(lists, nboot = 1000, iseed = 1234))
cat(sum(spent[1:2]), found$popest, "\n")
