"""Makes Harbor what the stack file says, by its API: a proxy of each registry, who may pull from them, and how people log in. What is
right already stays, and what is declared no more stays too: its images may be in use. Names every problem, goes on, and ends with 1."""

import base64
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ADDRESS = os.environ["ADDRESS"]
WANTED = os.environ.get("WANTED", "/config/wanted.json")
SECRETS = os.environ.get("SECRETS", "/run/secrets/harbor")
# Seconds for which Harbor is waited for, and between two tries.
WAIT, PAUSE = float(os.environ.get("WAIT", "300")), float(os.environ.get("PAUSE", "5"))
# A wrong password is tried again for a moment only: after somebody's wrong one Harbor lets nobody in as that user for a second or two.
TRIES = 3

# Seconds for an answer: Harbor asks a registry before it takes it.
TIMEOUT = 120

API = "/api/v2.0"
ADMIN = "admin"

# Harbor is reached inside the cluster, whatever stands in the environment.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
secrets = {}
problems = 0


class Refused(Exception):
    """An answer that is none of success, or none at all (status 0)."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text}" if status else text)
        self.status = status


def say(text):
    """Harbor's own words are part of what is said: no secret of ours goes with them."""
    hidden = [value for name, value in secrets.items() if value and not name.endswith("-user")]
    for value in sorted(hidden, key=len, reverse=True):
        text = text.replace(value, "***")
    print(text, flush=True)


def problem(text):
    global problems
    problems += 1
    say(f"PROBLEM: {text}")


def words(error):
    """What Harbor says of an error, without its wrapping."""
    text = error.read().decode(errors="replace")
    try:
        return "; ".join(one["message"] for one in json.loads(text)["errors"])
    except (ValueError, KeyError, TypeError):
        return text.strip() or error.reason


def ask(method, path, body=None, user=ADMIN, password=None):
    """@param password Default: the administrator's of the Secret."""
    login = f"{user}:{secrets['admin-password'] if password is None else password}"
    request = urllib.request.Request(
        f"{ADDRESS}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Basic {base64.b64encode(login.encode()).decode()}",
            "Content-Type": "application/json",
        },
    )
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise Refused(error.code, words(error)) from None
    except (OSError, http.client.HTTPException) as error:
        raise Refused(0, f"Harbor does not answer at {ADDRESS}: {getattr(error, 'reason', error)}") from None
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        # Of what is no part of its API, like /v2/.
        return None


def found(kind, name):
    """The one of that name, or None."""
    query = urllib.parse.urlencode({"q": f"name={name}"})
    matches = ask("GET", f"{API}/{kind}?{query}") or []
    return matches[0] if matches else None


def lets_in(path, user, password):
    try:
        ask("GET", path, user=user, password=password)
        return True
    except Refused as error:
        if error.status != 401:
            raise
        return False


def log_in():
    """As administrator. Harbor reads the Secret only when its database is empty: a password made anew is set with the one before."""
    me = f"{API}/users/current"
    if lets_in(me, ADMIN, secrets["admin-password"]):
        return True
    time.sleep(min(PAUSE, 2))
    if not lets_in(me, ADMIN, secrets["admin-password-former"]):
        return False
    body = {"old_password": secrets["admin-password-former"], "new_password": secrets["admin-password"]}
    # Its number is 1 in every Harbor.
    ask("PUT", f"{API}/users/1/password", body, password=secrets["admin-password-former"])
    say(f"{ADMIN} has the new password")
    return True


def wait():
    """@returns whether the administrator is let in"""
    end, refusals = time.time() + WAIT, 0
    while True:
        try:
            if log_in():
                return True
            refusals += 1
            if refusals == TRIES:
                problem(
                    f"Harbor lets {ADMIN} in neither with the password of the Secret nor with the one before: somebody has set another one, "
                    "or its number was raised twice: docs/secrets.md says what to do"
                )
                return False
        except Refused as error:
            if error.status == 400:
                problem(
                    f"Harbor does not take the new password of {ADMIN} ({error}): put its number in secrets.rotations back by one, update, "
                    "and raise it again"
                )
                return False
            if time.time() >= end:
                problem(f"Harbor is not up ({error})")
                return False
        time.sleep(PAUSE)


def endpoint(one):
    """@returns its number in Harbor; None: there is none; False: nothing can be said of its projects"""
    name, url = one["name"], one["url"]
    user, password = (secrets[f"{name}-user"], secrets[f"{name}-password"]) if one["login"] else ("", "")
    now = found("registries", name)
    try:
        if now is None:
            body = {"name": name, "type": one["type"], "url": url, "insecure": False}
            if user:
                body["credential"] = {"type": "basic", "access_key": user, "access_secret": password}
            ask("POST", f"{API}/registries", body)
            say(f"{name}: made the registry {url}")
            return found("registries", name)["id"]
        if now["type"] != one["type"]:
            problem(
                f"{name}: Harbor's registry of this name is of type {now['type']}, which cannot be changed to {one['type']}: give it another name "
                "in Harbor (Registries)"
            )
            return False
        other = now["url"] != url or (now.get("credential") or {}).get("access_key", "") != user
        # Harbor shows no password: whether it has this one nobody can see.
        if other or user:
            body = {"url": url, "credential_type": "basic", "access_key": user, "access_secret": password}
            ask("PUT", f"{API}/registries/{now['id']}", body)
            if other:
                say(f"{name}: brought the registry {url} up to date")
        elif now.get("status") != "healthy":
            problem(f"{name}: Harbor does not reach {url}, and gives out only what it has of it")
        return now["id"]
    except Refused as error:
        login = (
            f", or does not take the stack secrets registry-{name}-user and registry-{name}-password. Harbor's reason: kubectl -n registry logs "
            "deployment/harbor-core"
            if user
            else ""
        )
        problem(f"{name}: Harbor does not take the registry ({error}): {url} is not reached{login}")
        return None if now is None else now["id"]


def project(name, url, registry):
    """@returns whether it is there, and proxy of that registry"""
    now = found("projects", name)
    if now is None:
        if registry is None:
            return False
        ask("POST", f"{API}/projects", {"project_name": name, "registry_id": registry, "metadata": {"public": "false"}})
        say(f"{name}: made the project")
        return True
    if registry is None or now.get("registry_id") != registry:
        problem(
            f"{name}: Harbor has a project of this name that is no proxy of our registry {url}: move its images to another project and delete it "
            f"in Harbor (Projects), or take {name} out of services.registry.upstreams"
        )
        return False
    if (now.get("metadata") or {}).get("public") != "false":
        ask("PUT", f"{API}/projects/{now['project_id']}", {"metadata": {"public": "false"}})
        say(f"{name}: made the project private")
    return True


def robot(name, full, projects):
    """An account that may pull from these projects, and nothing else. `full`: its name as nodes know it."""
    rights = [
        {"kind": "project", "namespace": one, "access": [{"resource": "repository", "action": "pull"}]} for one in projects
    ]
    wanted = {
        "level": "system",
        "description": "Nodes of the cluster. Kept by the science platform.",
        "disable": False,
        "duration": -1,
        "permissions": rights,
    }
    now = found("robots", name)
    if now is None:
        now = ask("POST", f"{API}/robots", {**wanted, "name": name})
        say(f"{name}: made the robot")
    elif granted(now) != granted(wanted) or now.get("disable") or now.get("duration") != -1:
        ask("PUT", f"{API}/robots/{now['id']}", {**wanted, "name": now["name"]})
        say(f"{name}: brought the robot's rights up to date")
    if now["name"] != full:
        problem(f'{name}: Harbor calls its robot {now["name"]}, and nodes log in as {full}: set "Robot Name Prefix" in Harbor (Configuration) to robot$')
        return
    if not lets_in("/v2/", full, secrets["nodes-password"]):
        ask("PATCH", f"{API}/robots/{now['id']}", {"secret": secrets["nodes-password"]})
        say(f"{name}: the robot has the password of the Secret")


def granted(one):
    return {
        (right["kind"], right["namespace"], access["resource"], access["action"])
        for right in one.get("permissions") or []
        for access in right["access"]
    }


def settings(wanted):
    now = ask("GET", f"{API}/configurations")
    mode = now["auth_mode"]
    if mode["value"] != wanted["auth_mode"] and not mode["editable"]:
        problem(
            "Harbor does not let people log in with Keycloak as long as it has users of its own: delete them in Harbor (Users); what is theirs "
            "in projects, give to the same people after their first login"
        )
        return
    other = sorted(key for key, value in wanted.items() if now.get(key, {}).get("value") != value)
    # Harbor shows no secret of a client: whether it has this one nobody can see.
    ask("PUT", f"{API}/configurations", {**wanted, "oidc_client_secret": secrets["client-secret"]})
    if other:
        say(f"brought the settings {', '.join(other)} up to date")


def attempt(what, act, *args):
    try:
        return act(*args)
    except Refused as error:
        problem(f"{what}: {error}")
        return False


def main():
    with open(WANTED, encoding="utf-8") as file:
        wanted = json.load(file)
    for name in os.listdir(SECRETS):
        # Kubernetes keeps folders of its own beside the files.
        if not name.startswith("."):
            with open(os.path.join(SECRETS, name), encoding="utf-8") as file:
                secrets[name] = file.read()
    if not wait():
        return
    if wanted["settings"]:
        attempt("settings", settings, wanted["settings"])
    pulled = []
    for one in wanted["registries"]:
        registry = attempt(one["name"], endpoint, one)
        if registry is False:
            continue
        pulled += [name for name in one["projects"] if attempt(name, project, name, one["url"], registry)]
    if pulled:
        attempt("robot", robot, wanted["robot"]["name"], wanted["robot"]["user"], pulled)
    else:
        problem("there is no project from which nodes could pull: they ask the registries themselves")


if __name__ == "__main__":
    main()
    if problems == 0:
        say("Harbor is what the stack file says")
    sys.exit(1 if problems else 0)
