// Package monitoring: the one name of Google's monitoring that Vault uses.
package monitoring

import (
	"context"
	"errors"

	"google.golang.org/api/option"
)

type MetricClient struct{}

func NewMetricClient(context.Context, ...option.ClientOption) (*MetricClient, error) {
	return nil, errors.New("this build of Vault does not send metrics to Google")
}
