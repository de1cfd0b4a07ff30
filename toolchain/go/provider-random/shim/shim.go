// Package shim opens the provider to our plugin: the provider's package is internal, and Go lets only import paths
// below the provider's own use it. This module's path is one.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	internal "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New returns the provider.
func New() provider.Provider { return internal.New() }
