// vault: the core of Vault with raft, the KV engine and AppRole, as one server for tests. It takes what they need and nothing else: no
// other engines, logins, seals or storage, and no command line of Vault's own.
package main

import (
	"context"
	"crypto/tls"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/armon/go-metrics"
	"github.com/hashicorp/go-hclog"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/helper/metricsutil"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/physical/raft"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/vault"
	"github.com/hashicorp/vault/version"
)

func main() {
	address := flag.String("listen", "127.0.0.1:8200", "address to listen at, https")
	certificate := flag.String("certificate", "", "PEM file of its certificate")
	key := flag.String("key", "", "PEM file of the certificate's key")
	data := flag.String("data", "", "folder for its data, which must exist")
	shows := flag.Bool("version", false, "says the version of Vault")
	flag.Parse()
	if *shows {
		fmt.Println("vault", moduleVersion())
		return
	}
	if err := serve(*address, *certificate, *key, *data); err != nil {
		log.Fatal(err)
	}
}

func serve(address, certificate, key, data string) error {
	logger := hclog.New(&hclog.LoggerOptions{Name: "vault", Level: hclog.Warn, Output: os.Stderr})
	storage, err := raft.NewRaftBackend(map[string]string{"path": data, "node_id": "vault-0"}, logger)
	if err != nil {
		return err
	}
	sink := metrics.NewInmemSink(10*time.Second, time.Minute)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		StorageType:        "raft",
		HAPhysical:         nil,
		RedirectAddr:       "https://" + address,
		ClusterAddr:        "https://" + next(address),
		LogicalBackends:    map[string]logical.Factory{"kv": kv.Factory},
		CredentialBackends: map[string]logical.Factory{"approle": approle.Factory},
		BuiltinRegistry:    builtin{},
		DisableMlock:       true,
		Logger:             logger,
		MetricSink:         metricsutil.NewClusterMetricSink("tests", sink),
		MetricsHelper:      metricsutil.NewMetricsHelper(sink, false),
	})
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return err
	}
	listener, err := tls.Listen("tcp", address, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	if err != nil {
		return err
	}
	server := http.Server{
		Handler:           vaulthttp.Handler.Handler(&vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{}}),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return context.Background() },
	}
	fmt.Println("listening at", listener.Addr())
	return server.Serve(listener)
}

// next is the address of the servers' own talk, which nobody joins here: any free port.
func next(address string) string {
	host, _, _ := net.SplitHostPort(address)
	return net.JoinHostPort(host, "0")
}

func moduleVersion() string {
	if info, known := debug.ReadBuildInfo(); known {
		for _, module := range info.Deps {
			if module.Path == "github.com/hashicorp/vault" {
				return module.Version
			}
		}
	}
	return version.GetVersion().Version
}

// builtin tells Vault which plugins are part of this program.
type builtin struct{}

var known = map[consts.PluginType]map[string]logical.Factory{
	consts.PluginTypeSecrets:    {"kv": kv.Factory},
	consts.PluginTypeCredential: {"approle": approle.Factory},
}

func (builtin) Contains(name string, kind consts.PluginType) bool {
	_, has := known[kind][name]
	return has
}

func (builtin) Get(name string, kind consts.PluginType) (func() (any, error), bool) {
	factory, has := known[kind][name]
	return func() (any, error) { return factory, nil }, has
}

func (builtin) Keys(kind consts.PluginType) []string {
	names := []string{}
	for name := range known[kind] {
		names = append(names, name)
	}
	return names
}

func (builtin) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, builtin{}.Contains(name, kind)
}

func (builtin) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
