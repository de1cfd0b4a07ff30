// schema writes the Pulumi schema of the provider to standard output.
package main

import (
	"context"
	"io"
	"log"
	"os"

	"science-platform/toolchain/provider-tls/provider"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

func main() {
	// The generator's remarks about documentation would otherwise go to standard output too.
	quiet := diag.DefaultSink(io.Discard, os.Stderr, diag.FormatOptions{Color: colors.Never})
	generated, err := tfgen.GenerateSchema(context.Background(),
		tfgen.GenerateSchemaOptions{ProviderInfo: provider.Info(), DiagnosticsSink: quiet})
	if err != nil {
		log.Fatal("schema of tls: ", err)
	}
	if _, err := os.Stdout.Write(generated.ProviderMetadata.PackageSchema); err != nil {
		log.Fatal(err)
	}
}
