// pulumi-resource-tls: the Terraform provider "tls" behind Pulumi's bridge, with the names of the npm package
// @pulumi/tls.
package main

import (
	"context"
	_ "embed"

	"science-platform/toolchain/provider-tls/provider"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
)

// Written by ./schema before this package is built.
//
//go:embed schema-embed.json
var schema []byte

func main() {
	tfbridge.Main(context.Background(), "tls", provider.Info(), tfbridge.ProviderMetadata{PackageSchema: schema})
}
