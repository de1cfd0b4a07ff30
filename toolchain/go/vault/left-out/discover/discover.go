// Package discover: what Vault's core names of go-discover, which finds other servers through the APIs of fifteen clouds.
package discover

import (
	"errors"
	"log"
)

var errLeftOut = errors.New("this build of Vault has no auto_join")

type Provider interface {
	Addrs(args map[string]string, l *log.Logger) ([]string, error)
	Help() string
}

type Config map[string]string

func (Config) String() string { return "" }

type Discover struct{}

type Option func(*Discover) error

var Providers = map[string]Provider{}

func Parse(string) (Config, error)                            { return nil, errLeftOut }
func WithProviders(map[string]Provider) Option                { return nil }
func New(...Option) (*Discover, error)                        { return &Discover{}, nil }
func (*Discover) Addrs(string, *log.Logger) ([]string, error) { return nil, errLeftOut }
