// vault: the core of Vault with raft, the KV engine, logins by AppRole and by service account, and the audit log, as one server for tests.
// It takes what they need and nothing else: no other engines, logins, seals or storage, and no command line of Vault's own.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
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
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/audit"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/helper/metricsutil"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/physical/raft"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical"
	"github.com/hashicorp/vault/vault"
	"github.com/hashicorp/vault/version"
)

func main() {
	address := flag.String("listen", "127.0.0.1:8200", "address to listen at, https")
	cluster := flag.String("cluster", "127.0.0.1:8201", "address of the servers' own talk, without which raft does not start")
	certificate := flag.String("certificate", "", "PEM file of its certificate")
	key := flag.String("key", "", "PEM file of the certificate's key")
	node := flag.String("node", "vault-0", "name among the servers")
	join := flag.String("join", "", "address of a server to join, like https://127.0.0.1:8200, whose certificate is the same")
	data := flag.String("data", "", "folder for its data, which must exist")
	shows := flag.Bool("version", false, "says the version of Vault")
	flag.Parse()
	if *shows {
		fmt.Println("vault", moduleVersion())
		return
	}
	if err := serve(server{*address, *cluster, *certificate, *key, *node, *join, *data}); err != nil {
		log.Fatal(err)
	}
}

type server struct{ address, cluster, certificate, key, node, join, data string }

func serve(its server) error {
	logger := hclog.New(&hclog.LoggerOptions{Name: "vault", Level: hclog.Warn, Output: os.Stderr})
	settings := map[string]string{"path": its.data, "node_id": its.node}
	if its.join != "" {
		leaders, err := json.Marshal([]map[string]string{{"leader_api_addr": its.join, "leader_ca_cert_file": its.certificate}})
		if err != nil {
			return err
		}
		settings["retry_join"] = string(leaders)
	}
	storage, err := raft.NewRaftBackend(settings, logger)
	if err != nil {
		return err
	}
	servers, ok := storage.(physical.HABackend)
	if !ok {
		return errors.New("raft does not know of other servers")
	}
	sink := metrics.NewInmemSink(10*time.Second, time.Minute)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		StorageType:        "raft",
		HAPhysical:         servers,
		RedirectAddr:       "https://" + its.address,
		ClusterAddr:        "https://" + its.cluster,
		LogicalBackends:    known[consts.PluginTypeSecrets],
		CredentialBackends: known[consts.PluginTypeCredential],
		AuditBackends:      map[string]audit.Factory{"file": audit.NewFileBackend},
		BuiltinRegistry:    builtin{},
		DisableMlock:       true,
		Logger:             logger,
		MetricSink:         metricsutil.NewClusterMetricSink("tests", sink),
		MetricsHelper:      metricsutil.NewMetricsHelper(sink, false),
	})
	if err != nil {
		return err
	}
	own, err := net.ResolveTCPAddr("tcp", its.cluster)
	if err != nil {
		return err
	}
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{}})
	// Raft listens when Vault is opened; servers that do not lead hand their requests on.
	core.SetClusterListenerAddrs([]*net.TCPAddr{own})
	core.SetClusterHandler(handler)
	pair, err := tls.LoadX509KeyPair(its.certificate, its.key)
	if err != nil {
		return err
	}
	listener, err := tls.Listen("tcp", its.address, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	if err != nil {
		return err
	}
	if err := core.InitiateRetryJoin(context.Background()); err != nil {
		return err
	}
	server := http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return context.Background() },
	}
	fmt.Println("listening at", listener.Addr())
	return server.Serve(listener)
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
	consts.PluginTypeCredential: {"approle": approle.Factory, "kubernetes": kubernetes.Factory},
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
