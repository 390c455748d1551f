// Package funcs holds every built-in function of the Terraform 1.11 language as cty functions that neither
// run anything nor read the clock, the environment or a file outside the given boundary.
// Start at [Table].
package funcs
