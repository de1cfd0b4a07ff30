// pulumi-language-nodejs: a language host, the program through which Pulumi's engine runs TypeScript programs and
// policy packs.
//
// The official one comes with the official CLI and is preferred where that can be had. Its Go module cannot be built
// outside of Pulumi's repository, so this one stands in for it where everything is built. It serves what running needs;
// generating code ("pulumi convert", "pulumi package gen-sdk") answers Unimplemented.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.String("tracing", "", "accepted because the engine passes it; this host sends no traces")
	flag.String("root", "", "accepted for the same reason")
	flag.Parse()
	if *showVersion {
		fmt.Println(version.Version)
		return
	}
	if err := serve(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
}

// serve answers the engine until it goes away or a signal comes. The engine learns where from the port on standard
// output.
func serve(engine string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	host := newHost(ctx, engine)
	if engine != "" {
		if err := host.follow(engine); err != nil {
			return err
		}
	}

	cancel := make(chan bool)
	go func() {
		<-host.life.Done()
		close(cancel)
	}()
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(s, host)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	fmt.Println(server.Port)
	return <-server.Done
}
