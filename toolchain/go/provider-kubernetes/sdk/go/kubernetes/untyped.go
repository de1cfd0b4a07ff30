// Package kubernetes stands in for Pulumi's generated Go SDK for Kubernetes.
//
// The provider uses three small things of that SDK, but importing them compiles all of it: one package per API group
// and version, most of half an hour on two cores. This module has the three things and nothing else; go.mod replaces
// the SDK with it.
package kubernetes

import "reflect"

// UntypedArgs are the inputs of a resource whose kind is known only at run time.
type UntypedArgs map[string]any

// ElementType makes UntypedArgs a pulumi.Input.
func (UntypedArgs) ElementType() reflect.Type { return reflect.TypeFor[map[string]any]() }
