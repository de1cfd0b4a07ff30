// Package provider describes the plugin "random" to Pulumi's bridge.
package provider

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	bridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

// Version is set by the linker.
var Version = "0.0.0-dev"

// resources maps each Terraform resource to its class in @pulumi/random.
var resources = map[string]string{
	"random_bytes":    "RandomBytes",
	"random_id":       "RandomId",
	"random_integer":  "RandomInteger",
	"random_password": "RandomPassword",
	"random_pet":      "RandomPet",
	"random_shuffle":  "RandomShuffle",
	"random_string":   "RandomString",
	"random_uuid":     "RandomUuid",
}

// Info is what the bridge needs to know.
func Info() bridge.ProviderInfo {
	info := bridge.ProviderInfo{
		P:            tfbridge.ShimProvider(shim.New()),
		Name:         "random",
		Version:      Version,
		MetadataInfo: bridge.NewProviderMetadata([]byte("{}")),
		Resources:    map[string]*bridge.ResourceInfo{},
		// In the Terraform provider but not in this version of the npm package.
		IgnoreMappings: []string{"random_uuid4", "random_uuid7"},
	}
	for name, class := range resources {
		file := "r" + class[1:] // RandomId lives in randomId
		info.Resources[name] = &bridge.ResourceInfo{Tok: tokens.Type("random:index/" + file + ":" + class)}
	}
	return info
}
