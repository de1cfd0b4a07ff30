// pulumi-resource-random: the Terraform provider "random" behind Pulumi's bridge, with the names of the npm package
// @pulumi/random.
package main

import (
	"context"
	_ "embed"

	"science-platform/toolchain/provider-random/provider"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
)

// Written by ./schema before this package is built.
//
//go:embed schema-embed.json
var schema []byte

func main() {
	tfbridge.Main(context.Background(), "random", provider.Info(), tfbridge.ProviderMetadata{PackageSchema: schema})
}
