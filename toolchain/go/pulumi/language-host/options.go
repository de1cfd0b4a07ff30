package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// options are `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml.
type options struct {
	// typescript: load .ts files. Default true.
	typescript bool
	// tsconfig is the path of tsconfig.json, if it is not the program's own.
	tsconfig string
	// nodeArgs go before the program ("--max-old-space-size=4096").
	nodeArgs []string
	// packageManager defaults to the one whose lock file lies there, else npm.
	packageManager npm.PackageManagerType
	// production: install no devDependencies. Default false.
	production bool
}

// readOptions names every option of a wrong type in one error.
func readOptions(info *pulumirpc.ProgramInfo) (options, error) {
	given := info.GetOptions().AsMap()
	o := options{typescript: true, packageManager: npm.AutoPackageManager}
	var problems []error

	flag := func(name string, to *bool) {
		switch v := given[name].(type) {
		case nil:
		case bool:
			*to = v
		default:
			problems = append(problems, fmt.Errorf("runtime option %s must be true or false, not %v", name, v))
		}
	}
	text := func(name string) string {
		switch v := given[name].(type) {
		case nil:
		case string:
			return v
		default:
			problems = append(problems, fmt.Errorf("runtime option %s must be a text, not %v", name, v))
		}
		return ""
	}

	flag("typescript", &o.typescript)
	flag("production", &o.production)
	o.tsconfig = text("tsconfig")
	nodeArgs, err := shlex.Split(text("nodeargs"))
	if err != nil {
		problems = append(problems, fmt.Errorf("runtime option nodeargs: %w", err))
	}
	o.nodeArgs = nodeArgs
	switch manager := text("packagemanager"); manager {
	case "", "auto":
	case "npm", "yarn", "pnpm", "bun":
		o.packageManager = map[string]npm.PackageManagerType{
			"npm": npm.NpmPackageManager, "yarn": npm.YarnPackageManager,
			"pnpm": npm.PnpmPackageManager, "bun": npm.BunPackageManager,
		}[manager]
	default:
		problems = append(problems, fmt.Errorf("runtime option packagemanager must be %s, not %q",
			strings.Join([]string{"auto", "npm", "yarn", "pnpm", "bun"}, ", "), manager))
	}
	return o, errors.Join(problems...)
}

// environment is what @pulumi/pulumi reads to load TypeScript.
func (o options) environment() []string {
	var env []string
	if o.typescript {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if o.tsconfig != "" {
		env = append(env, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return env
}
