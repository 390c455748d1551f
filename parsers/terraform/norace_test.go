//go:build !race

package terraform_test

const raceEnabled = false
