package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strconv"

	sdk "github.com/pulumi/pulumi/sdk/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin runs a policy pack (an "analyzer") or a provider that is written in TypeScript, until it ends or the engine
// no longer wants it. Its output goes to the engine as it comes: the first line is the port it serves on.
func (h *host) RunPlugin(req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer) error {
	ctx, stop := h.during(server.Context())
	defer stop()
	streams, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer func() { _ = streams.Close() }()

	pack := req.GetKind() == string(apitype.AnalyzerPlugin)
	cmd, err := pluginCommand(ctx, req, pack)
	if err != nil {
		return err
	}
	wait := func() error { return cmd.Wait() }
	if pack {
		// A pack reads the stack's configuration when it loads, and the engine tells it only to a pack that
		// answers already: Pulumi's own proxy answers in its place until then.
		proxy, out, err := sdk.NewPolicyProxy(ctx, stdout)
		if err != nil {
			return fmt.Errorf("starting the policy pack's proxy: %w", err)
		}
		configuration, err := proxy.AwaitConfiguration(ctx)
		if err != nil {
			return fmt.Errorf("waiting for the stack's configuration: %w", err)
		}
		env, err := stackEnvironment(configuration)
		if err != nil {
			return err
		}
		cmd.Env = append(cmd.Env, env...)
		stdout = out
		wait = func() error { return proxy.Attach(ctx, cmd) }
	}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("cannot run node: %w", err)
	}
	code, err := exitCode(wait())
	if err != nil && ctx.Err() == nil {
		return err
	}
	if err := streams.Close(); err != nil {
		return err
	}
	return server.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

// pluginCommand is Node with the SDK's runner for this kind of plugin.
func pluginCommand(ctx context.Context, req *pulumirpc.RunPluginRequest, pack bool) (*exec.Cmd, error) {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return nil, err
	}
	directory := req.GetInfo().GetProgramDirectory()
	module := "@pulumi/pulumi/cmd/run-plugin"
	if pack {
		module = "@pulumi/pulumi/cmd/run-policy-pack"
	}
	runner, err := resolve(ctx, module, directory)
	if err != nil {
		return nil, err
	}
	args := append(options.nodeArgs, runner)
	pwd := req.GetPwd()
	if pack { // engine address first, pack last; relative paths in a pack mean its own folder
		args = append(append(args, req.GetArgs()...), directory)
		pwd = directory
	} else {
		args = append(append(args, directory), req.GetArgs()...)
	}
	cmd, err := node(ctx, args...)
	if err != nil {
		return nil, err
	}
	cmd.Dir = pwd
	cmd.Env = append(req.GetEnv(), options.environment()...)
	return cmd, nil
}

// stackEnvironment makes `new pulumi.Config()` and `pulumi.getStack()` work inside a policy pack.
func stackEnvironment(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	env := []string{
		"PULUMI_NODEJS_ORGANIZATION=" + stack.GetOrganization(),
		"PULUMI_NODEJS_PROJECT=" + stack.GetProject(),
		"PULUMI_NODEJS_STACK=" + stack.GetStack(),
		"PULUMI_NODEJS_DRY_RUN=" + strconv.FormatBool(stack.GetDryRun()),
	}
	if stack.GetConfig() != nil {
		config, err := json.Marshal(stack.GetConfig())
		if err != nil {
			return nil, err
		}
		env = append(env, "PULUMI_CONFIG="+string(config))
	}
	return env, nil
}

// exitCode tells a plugin that ended badly from one that could not be run.
func exitCode(err error) (int32, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit) && exit.Exited():
		return int32(exit.ExitCode()), nil
	default:
		return 1, err
	}
}
