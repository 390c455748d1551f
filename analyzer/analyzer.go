// Package analyzer judges a resource graph: it runs the Rego rules that it is
// given and returns one [Assessment]. It is the only package that knows Rego.
//
// Start with [Load], which reads the rules, and [RuleSet.Run].
package analyzer
