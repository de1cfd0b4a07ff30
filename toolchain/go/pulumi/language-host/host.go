package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// host serves one engine. Everything it starts ends with it.
type host struct {
	// What this host does not serve answers codes.Unimplemented with the method's name.
	pulumirpc.UnimplementedLanguageRuntimeServer

	// engine is the address of the engine's server: programs log there.
	engine string
	// life ends when the engine goes away or the process is told to stop.
	life context.Context
	end  context.CancelFunc
	// work is what runs for the engine now; Cancel ends it, but not the host.
	work   context.Context
	cancel context.CancelFunc
}

func newHost(ctx context.Context, engine string) *host {
	life, end := context.WithCancel(ctx)
	work, cancel := context.WithCancel(life)
	return &host{engine: engine, life: life, end: end, work: work, cancel: cancel}
}

// heartbeat is how often a host looks whether its engine is still there.
const heartbeat = 5 * time.Second

// follow ends the host when the engine at this address no longer answers, so that a killed engine leaves nothing behind.
func (h *host) follow(engine string) error {
	h.engine = engine
	if err := rpcutil.Healthcheck(h.life, engine, heartbeat, h.end); err != nil {
		return fmt.Errorf("cannot watch the engine at %s: %w", engine, err)
	}
	return nil
}

func (h *host) Handshake(_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if err := h.follow(req.GetEngineAddress()); err != nil {
		return nil, err
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// Cancel ends what runs, as an interrupt at the terminal would.
func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.cancel()
	return &emptypb.Empty{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// RuntimeOptionsPrompts: `pulumi new` has nothing to ask about Node.
func (h *host) RuntimeOptionsPrompts(context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Template: a new project needs no finishing touch.
func (h *host) Template(context.Context, *pulumirpc.TemplateRequest) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

// About tells `pulumi about` which Node and which TypeScript a program gets.
func (h *host) About(ctx context.Context, req *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	ask := func(args ...string) string {
		cmd := exec.CommandContext(ctx, node, args...)
		cmd.Dir = req.GetInfo().GetProgramDirectory()
		out, err := cmd.Output()
		if err != nil {
			return "" // only information: what cannot be told is left out
		}
		return strings.TrimSpace(string(out))
	}
	about := &pulumirpc.AboutResponse{
		Executable: node,
		Version:    ask("--version"),
		Metadata:   map[string]string{"host": "science-platform"},
	}
	if typescript := ask("--print", "require('typescript/package.json').version"); typescript != "" {
		about.Metadata["typescriptVersion"] = typescript
	}
	return about, nil
}

func (h *host) GetProgramDependencies(ctx context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return nil, err
	}
	directory := req.GetInfo().GetProgramDirectory()
	manager, err := npm.ResolvePackageManager(options.packageManager, directory)
	if err != nil {
		return nil, err
	}
	packages, err := manager.ListPackages(ctx, directory, req.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, p := range packages {
		response.Dependencies = append(response.Dependencies,
			&pulumirpc.DependencyInfo{Name: p.Name, Version: p.Version})
	}
	return response, nil
}

// InstallDependencies is `npm install` (or the package manager that the project's lock file or options name).
func (h *host) InstallDependencies(req *pulumirpc.InstallDependenciesRequest,
	server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return err
	}
	streams, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, req.GetIsTerminal())
	if err != nil {
		return err
	}
	defer func() { _ = streams.Close() }()
	ctx, stop := h.during(server.Context())
	defer stop()
	manager, err := npm.Install(ctx, options.packageManager, req.GetInfo().GetProgramDirectory(),
		options.production, stdout, stderr)
	if err != nil {
		return fmt.Errorf("%s install: %w", manager, err)
	}
	return streams.Close()
}

// during ends with the request or with Cancel, whichever comes first.
func (h *host) during(request context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(h.work)
	stop := context.AfterFunc(request, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}
