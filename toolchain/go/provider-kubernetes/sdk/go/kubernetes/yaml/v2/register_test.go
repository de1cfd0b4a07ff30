package v2

import "testing"

func TestTypeToken(t *testing.T) {
	for _, c := range []struct{ apiVersion, kind, want string }{
		{"v1", "Secret", "kubernetes:core/v1:Secret"},
		{"apps/v1", "Deployment", "kubernetes:apps/v1:Deployment"},
		{"rbac.authorization.k8s.io/v1", "Role", "kubernetes:rbac.authorization.k8s.io/v1:Role"},
		{"cert-manager.io/v1", "Issuer", "kubernetes:cert-manager.io/v1:Issuer"},
	} {
		if got := typeToken(c.apiVersion, c.kind); got != c.want {
			t.Errorf("typeToken(%q, %q) = %q, want %q", c.apiVersion, c.kind, got, c.want)
		}
	}
}
