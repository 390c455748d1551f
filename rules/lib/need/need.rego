# METADATA
# description: What a value waits for, in the words of its source.
package lib.need

# It comes from outside of what was read: a variable or parameter, what a data source looks up, an
# export of another stack, a secret. It can name anything.
outside(need) if regex.match(`^var\.|(^|/|\.)data\.|^(parameter|export) |^an output of another stack$|^a dynamic reference `, need)
