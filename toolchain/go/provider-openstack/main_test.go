package main

import "testing"

// Every name in the lists must exist in the Terraform provider: the bridge would only fail when a program uses it.
func TestListsNameWhatTheProviderHas(t *testing.T) {
	info := provider()
	if got := len(info.Resources); got != 105 {
		t.Errorf("%d resources, want the 105 of @pulumi/openstack 3.15.2", got)
	}
	for name := range info.Resources {
		if _, ok := info.P.ResourcesMap().GetOk(name); !ok {
			t.Errorf("the provider has no resource %s", name)
		}
	}
	if got := len(info.DataSources); got != 53 {
		t.Errorf("%d functions, want the 53 of @pulumi/openstack 3.15.2", got)
	}
	for name := range info.DataSources {
		if _, ok := info.P.DataSourcesMap().GetOk(name); !ok {
			t.Errorf("the provider has no data source %s", name)
		}
	}
}

func TestTable(t *testing.T) {
	got := table("openstack_a_v1 a/b:B\nopenstack_c_v2 c/d:D\n")
	if len(got) != 2 || got["openstack_a_v1"] != "openstack:a/b:B" || got["openstack_c_v2"] != "openstack:c/d:D" {
		t.Errorf("got %v", got)
	}
}
