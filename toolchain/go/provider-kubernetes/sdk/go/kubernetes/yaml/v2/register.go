// Package v2 registers the objects of a manifest or a rendered chart with the engine.
package v2

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource registers one Kubernetes object. The generated SDK switches over every kind to return a resource
// with typed outputs; the provider hands the result on as a reference only, so a resource without them does.
func RegisterResource(ctx *pulumi.Context, apiVersion, kind, name string, props pulumi.Input,
	opts ...pulumi.ResourceOption,
) (pulumi.CustomResource, error) {
	var object pulumi.CustomResourceState
	if err := ctx.RegisterResource(typeToken(apiVersion, kind), name, props, &object, opts...); err != nil {
		return nil, err
	}
	return &object, nil
}

// typeToken is Pulumi's name of a kind: its API version as it is, except that the core group, which Kubernetes leaves
// out, is spelled.
func typeToken(apiVersion, kind string) string {
	if apiVersion == "v1" {
		apiVersion = "core/v1"
	}
	return "kubernetes:" + apiVersion + ":" + kind
}
