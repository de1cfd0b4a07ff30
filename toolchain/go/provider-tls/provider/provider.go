// Package provider describes the plugin "tls" to Pulumi's bridge.
package provider

import (
	"github.com/hashicorp/terraform-provider-tls/shim"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	bridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// Version is set by the linker.
var Version = "0.0.0-dev"

// resources maps each Terraform resource to file and class in @pulumi/tls.
var resources = map[string]string{
	"tls_cert_request":        "certRequest:CertRequest",
	"tls_locally_signed_cert": "locallySignedCert:LocallySignedCert",
	"tls_private_key":         "privateKey:PrivateKey",
	"tls_self_signed_cert":    "selfSignedCert:SelfSignedCert",
}

// functions maps each Terraform data source to file and function.
var functions = map[string]string{
	"tls_certificate": "getCertificate:getCertificate",
	"tls_public_key":  "getPublicKey:getPublicKey",
}

// Info is what the bridge needs to know.
func Info() bridge.ProviderInfo {
	info := bridge.ProviderInfo{
		P:            tfbridge.ShimProvider(shim.New()),
		Name:         "tls",
		Version:      Version,
		MetadataInfo: bridge.NewProviderMetadata([]byte("{}")),
		Resources:    map[string]*bridge.ResourceInfo{},
		DataSources:  map[string]*bridge.DataSourceInfo{},
	}
	for name, token := range resources {
		info.Resources[name] = &bridge.ResourceInfo{Tok: tokens.Type("tls:index/" + token)}
	}
	for name, token := range functions {
		info.DataSources[name] = &bridge.DataSourceInfo{Tok: tokens.ModuleMember("tls:index/" + token)}
	}
	return info
}
