//go:build !unix

package main

import "time"

func processorTime() time.Duration { return time.Duration(time.Now().UnixNano()) } //nolint:forbidigo // it measures
