package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

var errNoNode = errors.New("node is not on the PATH: install Node.js 20 or newer")

// node prepares a run of Node that an ended context interrupts first and kills five seconds later, so that a program
// can still finish a request that is under way.
func node(ctx context.Context, args ...string) (*exec.Cmd, error) {
	path, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return cmd, nil
}

// resolve finds a module as the program itself would: from its folder, through every node_modules above it. Node
// answers, because links, workspaces and package exports are its own business.
func resolve(ctx context.Context, module, directory string) (string, error) {
	cmd, err := node(ctx, "--print", "require.resolve("+fmt.Sprintf("%q", module)+")")
	if err != nil {
		return "", err
	}
	cmd.Dir = directory
	out, err := cmd.Output()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed) && strings.Contains(string(failed.Stderr), "MODULE_NOT_FOUND"):
		return "", fmt.Errorf("@pulumi/pulumi is not installed for %s: run `npm install` there", directory)
	case errors.As(err, &failed):
		return "", fmt.Errorf("looking for %s in %s: %s", module, directory, failed.Stderr)
	case err != nil:
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}
