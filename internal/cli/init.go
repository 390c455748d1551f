package cli

import "github.com/spf13/cobra"

func newInit(*Env) *cobra.Command { return &cobra.Command{Use: "init", Hidden: true} }
