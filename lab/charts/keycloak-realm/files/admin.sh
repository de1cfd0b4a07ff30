#!/bin/sh
# Gives Keycloak's administrator the password of the Secret where Keycloak still has the one before: it reads the Secret itself only when
# its database is empty. Passwords are handed on by the environment, which no list of processes shows.
# KEYCLOAK_URL, KEYCLOAK_USER, KEYCLOAK_PASSWORD, KEYCLOAK_FORMER_PASSWORD; WAIT: seconds for which Keycloak is waited for.
set -eu

kcadm() {
  "${KCADM:-/opt/keycloak/bin/kcadm.sh}" "$@" --config "${TMPDIR:-/tmp}/kcadm.config"
}

login() {
  KC_CLI_PASSWORD=$1 kcadm config credentials --server "$KEYCLOAK_URL" --realm master --user "$KEYCLOAK_USER" 2>&1
}

end=$(($(date +%s) + WAIT))
while ! said=$(login "$KEYCLOAK_PASSWORD"); do
  if login "$KEYCLOAK_FORMER_PASSWORD" >/dev/null; then
    KC_CLI_PASSWORD=$KEYCLOAK_PASSWORD kcadm set-password --target-realm master --username "$KEYCLOAK_USER"
    echo "$KEYCLOAK_USER has the new password."
    exit 0
  fi
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "Keycloak lets $KEYCLOAK_USER in neither with the password of the Secret nor with the one before. It says of the first:"
    echo "$said"
    exit 1
  fi
  sleep "${PAUSE:-5}"
done
echo "$KEYCLOAK_USER has the password of the Secret."
