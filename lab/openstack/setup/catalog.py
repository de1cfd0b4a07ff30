#!/usr/bin/python3
"""Fills Keystone: users, projects, roles and the service catalog. Creates what is missing, so it may be run again.

One Python process instead of some sixty command lines of a second each.
"""
from keystoneauth1 import session
from keystoneauth1.identity import v3
from keystoneclient.v3 import client

ADDRESS = "127.0.0.1"
PASSWORD = "lab"
REGION = "RegionOne"

# Each logs in to Keystone (and to the others) under its own name.
SERVICE_USERS = ("glance", "placement", "nova", "neutron", "cinder", "octavia", "magnum", "barbican", "designate", "swift")
# A user and a project of the same name each, with the same rights: `lab` is the program's, `lab-test` the tests'.
TENANTS = ("lab", "lab-test")
TENANT_ROLES = ("member", "creator", "swiftoperator", "load-balancer_member")
OTHER_ROLES = ("service", "load-balancer_observer")

# type: (name, port, path)
CATALOG = {
    "image": ("glance", 9292, ""),
    "placement": ("placement", 8778, ""),
    "compute": ("nova", 8774, "/v2.1"),
    "network": ("neutron", 9696, ""),
    "volumev3": ("cinderv3", 8776, "/v3/%(tenant_id)s"),
    "block-storage": ("cinder", 8776, "/v3/%(tenant_id)s"),
    "load-balancer": ("octavia", 9876, ""),
    "container-infra": ("magnum", 9511, "/v1"),
    "key-manager": ("barbican", 9311, ""),
    "dns": ("designate", 9001, ""),
    "object-store": ("swift", 8080, "/v1/AUTH_%(tenant_id)s"),
}


def main():
    url = f"http://{ADDRESS}:5000/v3"
    auth = v3.Password(url, username="admin", password=PASSWORD, project_name="admin", user_domain_id="default", project_domain_id="default")
    keystone = client.Client(session=session.Session(auth=auth), endpoint_override=url)

    default = keystone.domains.get("default")
    roles = {role.name: role for role in keystone.roles.list()}
    projects = {project.name: project for project in keystone.projects.list(domain=default)}
    users = {user.name: user for user in keystone.users.list(domain=default)}

    def project(name):
        if name not in projects:
            projects[name] = keystone.projects.create(name, default)
        return projects[name]

    def grant(name, where, wanted):
        if name not in users:
            users[name] = keystone.users.create(name, domain=default, password=PASSWORD, default_project=where)
        for role in wanted:
            keystone.roles.grant(roles[role], user=users[name], project=where)

    for role in OTHER_ROLES + TENANT_ROLES:
        if role not in roles:
            roles[role] = keystone.roles.create(role)
    for name in SERVICE_USERS:
        grant(name, project("service"), ("admin", "service"))
    for name in TENANTS:
        grant(name, project(name), TENANT_ROLES)
        grant("admin", project(name), ("admin",))
    grant("admin", project("admin"), ("load-balancer_member",))

    # Magnum keeps the trustees of its clusters in a domain of their own.
    magnum = next((d for d in keystone.domains.list() if d.name == "magnum"), None) or keystone.domains.create("magnum")
    admins = {user.name: user for user in keystone.users.list(domain=magnum)}
    admin = admins.get("magnum_domain_admin") or keystone.users.create("magnum_domain_admin", domain=magnum, password=PASSWORD)
    keystone.roles.grant(roles["admin"], user=admin, domain=magnum)

    services = {service.type: service for service in keystone.services.list()}
    endpoints = {(endpoint.service_id, endpoint.interface) for endpoint in keystone.endpoints.list()}
    for kind, (name, port, path) in CATALOG.items():
        service = services.get(kind) or keystone.services.create(name, kind)
        for interface in ("public", "internal", "admin"):
            if (service.id, interface) not in endpoints:
                keystone.endpoints.create(service, f"http://{ADDRESS}:{port}{path}", interface=interface, region=REGION)


if __name__ == "__main__":
    main()
