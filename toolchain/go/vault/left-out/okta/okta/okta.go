// Package okta: what Vault's core names of Okta's SDK, which is a thousand files that only logins with Okta's app need.
package okta

import (
	"context"
	"errors"
	"net/http"
)

var errLeftOut = errors.New("this build of Vault has no Okta")

type (
	ConfigSetter func()

	Configuration struct{ Context context.Context }

	APIClient struct {
		UserAPI       userAPI
		UserFactorAPI userFactorAPI
	}

	User struct{}

	UserFactorPush struct{}

	ListFactors200ResponseInner struct{ UserFactorPush *UserFactorPush }

	VerifyUserFactorResponse struct{ Links any }

	Transaction struct {
		UserFactorPushTransactionWaiting  *struct{}
		UserFactorPushTransaction         *struct{}
		UserFactorPushTransactionRejected *struct{}
		UserFactorPushTransactionTimeout  *struct{}
	}

	userAPI        struct{}
	userFactorAPI  struct{}
	users          struct{}
	request[T any] struct{}
)

func WithToken(string) ConfigSetter  { return nil }
func WithOrgUrl(string) ConfigSetter { return nil }
func WithCache(bool) ConfigSetter    { return nil }

func NewConfiguration(...ConfigSetter) (*Configuration, error) { return nil, errLeftOut }
func NewAPIClient(*Configuration) *APIClient                   { return &APIClient{} }

func (*APIClient) GetConfig() *Configuration { return &Configuration{} }

func (User) GetId() string           { return "" }
func (UserFactorPush) GetId() string { return "" }

func (VerifyUserFactorResponse) GetFactorResult() string { return "" }

func (userAPI) ListUsers(context.Context) users                 { return users{} }
func (users) Filter(string) request[[]User]                     { return request[[]User]{} }
func (request[T]) Execute() (none T, _ *http.Response, _ error) { return none, nil, errLeftOut }

func (userFactorAPI) ListFactors(context.Context, string) request[[]ListFactors200ResponseInner] {
	return request[[]ListFactors200ResponseInner]{}
}

func (userFactorAPI) VerifyFactor(context.Context, string, string) request[*VerifyUserFactorResponse] {
	return request[*VerifyUserFactorResponse]{}
}

func (userFactorAPI) GetFactorTransactionStatus(context.Context, string, string, string) request[*Transaction] {
	return request[*Transaction]{}
}
