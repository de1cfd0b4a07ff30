package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitReported is the exit code by which @pulumi/pulumi says that the user has seen the error already.
const exitReported = 32

// Run runs a program. Its SDK speaks to the engine's resource monitor itself. (The official host stands between them to
// serve synchronous invokes, which SDKs before 2020 made and none does now.)
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	ctx, stop := h.during(ctx)
	defer stop()
	failed, err := h.run(ctx, req)
	switch {
	case errors.Is(err, errReported):
		return &pulumirpc.RunResponse{Bail: true}, nil
	case err != nil:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return &pulumirpc.RunResponse{Error: failed}, nil
}

var errReported = errors.New("the program has reported its error")

// run returns how the program failed, in words for its author, or why it could not be started.
func (h *host) run(ctx context.Context, req *pulumirpc.RunRequest) (failure string, err error) {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return "", err
	}
	runner, err := resolve(ctx, "@pulumi/pulumi/cmd/run", req.GetInfo().GetProgramDirectory())
	if err != nil {
		return "", err
	}
	args := append(options.nodeArgs, runner)
	cmd, err := node(ctx, append(args, h.programArgs(req)...)...)
	if err != nil {
		return "", err
	}
	config, err := configEnvironment(req)
	if err != nil {
		return "", err
	}
	cmd.Env = append(append(os.Environ(), config...), options.environment()...)
	// Node makes the pipes it is given non-blocking, which would be ours too: copy instead of handing them on.
	cmd.Stdout, cmd.Stderr = onlyWriter{os.Stdout}, onlyWriter{os.Stderr}

	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "", nil
	case ctx.Err() != nil:
		return "the program was cancelled", nil
	case errors.As(err, &exit) && exit.ExitCode() == exitReported:
		return "", errReported
	case errors.As(err, &exit) && exit.Exited():
		return fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode()), nil
	case errors.As(err, &exit):
		return fmt.Sprintf("Program was ended by a signal: %s", exit.ProcessState), nil
	default:
		return "", fmt.Errorf("cannot run node: %w", err)
	}
}

type onlyWriter struct{ io.Writer }

// programArgs are the command line of @pulumi/pulumi/cmd/run.
func (h *host) programArgs(req *pulumirpc.RunRequest) []string {
	var args []string
	add := func(flag, value string) {
		if value != "" {
			args = append(args, "--"+flag, value)
		}
	}
	add("monitor", req.GetMonitorAddress())
	add("engine", h.engine)
	add("organization", req.GetOrganization())
	add("project", req.GetProject())
	add("root-directory", req.GetInfo().GetRootDirectory())
	add("stack", req.GetStack())
	add("pwd", req.GetInfo().GetProgramDirectory())
	add("parallel", strconv.Itoa(int(req.GetParallel())))
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	return append(append(args, req.GetInfo().GetEntryPoint()), req.GetArgs()...)
}

// configEnvironment hands the stack's configuration to the SDK.
func configEnvironment(req *pulumirpc.RunRequest) ([]string, error) {
	values, secrets := req.GetConfig(), req.GetConfigSecretKeys()
	if values == nil {
		values = map[string]string{}
	}
	if secrets == nil {
		secrets = []string{}
	}
	config, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	keys, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(config), "PULUMI_CONFIG_SECRET_KEYS=" + string(keys)}, nil
}
