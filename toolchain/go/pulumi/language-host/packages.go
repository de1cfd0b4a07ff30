package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is what package.json says about a provider plugin.
type manifest struct {
	Name    string                  `json:"name"`
	Version string                  `json:"version"`
	Pulumi  plugin.PulumiPluginJSON `json:"pulumi"`
}

// GetRequiredPackages lists the provider plugins of the packages a program can import.
func (h *host) GetRequiredPackages(_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages, err := requiredPackages(req.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, nil
}

// requiredPackages reads every node_modules folder from the program's upwards, as Node does, and those of packages that
// bring their own. The nearest copy of a package comes first.
func requiredPackages(directory string) ([]*pulumirpc.PackageDependency, error) {
	var found []*pulumirpc.PackageDependency
	var problems []error
	seen := map[string]bool{}
	for dir := directory; ; dir = filepath.Dir(dir) {
		err := eachPackage(filepath.Join(dir, "node_modules"), func(path string) error {
			dependency, err := dependency(path)
			if err != nil || dependency == nil {
				return err
			}
			if key := dependency.Name + dependency.Version; !seen[key] {
				seen[key] = true
				found = append(found, dependency)
			}
			return nil
		})
		problems = append(problems, err)
		if dir == filepath.Dir(dir) {
			return found, errors.Join(problems...)
		}
	}
}

// eachPackage visits the packages in a node_modules folder, in the order of their names, and in those of packages in it.
func eachPackage(modules string, visit func(path string) error) error {
	entries, err := os.ReadDir(modules)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	var problems []error
	for _, entry := range entries {
		path := filepath.Join(modules, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
			// .bin and npm's own notes
		case strings.HasPrefix(entry.Name(), "@"):
			problems = append(problems, eachPackage(path, visit))
		default:
			problems = append(problems, visit(path), eachPackage(filepath.Join(path, "node_modules"), visit))
		}
	}
	return errors.Join(slices.DeleteFunc(problems, func(err error) bool { return err == nil })...)
}

// dependency is the plugin behind the package in this folder; nil for packages without one.
func dependency(path string) (*pulumirpc.PackageDependency, error) {
	file := filepath.Join(path, "package.json")
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil // a folder of somebody's own
	} else if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		// Packages carry broken manifests as test data; only one that speaks of Pulumi can be a provider.
		if strings.Contains(string(text), `"pulumi"`) {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return nil, nil
	}
	if !m.Pulumi.Resource {
		return nil, nil
	}
	name := m.Pulumi.Name
	if name == "" {
		var official bool
		if name, official = strings.CutPrefix(m.Name, "@pulumi/"); !official {
			return nil, fmt.Errorf("%s: a provider outside of @pulumi must say pulumi.name", file)
		}
	}
	version := m.Pulumi.Version
	if version == "" {
		version = m.Version
	}
	if version == "" {
		return nil, fmt.Errorf("%s: a provider must say its version", file)
	}
	return &pulumirpc.PackageDependency{
		Name: name, Kind: "resource", Version: "v" + strings.TrimPrefix(version, "v"), Server: m.Pulumi.Server,
		Parameterization: parameterization(m.Pulumi.Parameterization),
		Extension:        parameterization(m.Pulumi.ExtensionParameterization),
	}, nil
}

func parameterization(p *plugin.PulumiParameterizationJSON) *pulumirpc.PackageParameterization {
	if p == nil {
		return nil
	}
	return &pulumirpc.PackageParameterization{Name: p.Name, Version: p.Version, Value: p.Value}
}

// GetRequiredPlugins is the same for engines older than ours.
func (h *host) GetRequiredPlugins(_ context.Context, req *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	packages, err := requiredPackages(req.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetRequiredPluginsResponse{}
	for _, p := range packages {
		response.Plugins = append(response.Plugins,
			&pulumirpc.PluginDependency{Name: p.Name, Kind: p.Kind, Version: p.Version, Server: p.Server})
	}
	return response, nil
}
