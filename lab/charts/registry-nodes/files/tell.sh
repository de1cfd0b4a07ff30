# Writes hosts.toml for each registry into containerd's folder, which reads it at every pull; takes it away when the pod ends. What somebody
# else has put there stays. Each names the registry itself as the last to ask, so that a node without the cache is only slower.
set -eu
node=${NODE:-/node}
content=${CONTENT:-/content}
login=${LOGIN:-/login}
told=${TOLD:-/tmp/told}
mark="# Written by the science platform's registry-nodes; it goes with it."

ours() { [ -e "$1" ] && [ "$(head -n 1 "$1")" = "$mark" ]; }

forget() {
  for file in "$node"/*/hosts.toml; do
    if ours "$file"; then
      rm -f "$file" "${file%/*}/science-platform.crt"
      rmdir "${file%/*}" 2>/dev/null || true
    fi
  done
}

tell() {
  header=$(printf '%s:%s' "$(cat "$login/username")" "$(cat "$login/password")" | base64 | tr -d '\n')
  for source in "$content"/*.toml; do
    name=$(basename "$source" .toml)
    file=$node/$name/hosts.toml
    if [ -e "$file" ] && ! ours "$file"; then
      echo "$name: its hosts.toml is somebody else's and stays"
      continue
    fi
    mkdir -p "$node/$name"
    if [ -e "$content/authority.crt" ]; then cp "$content/authority.crt" "$node/$name/science-platform.crt"; fi
    # Readable for containerd only, because of the password; and whole at any moment.
    (
      umask 077
      echo "$mark"
      sed "s|@LOGIN@|$header|" "$source"
    ) >"$file.new"
    chmod 600 "$file.new"
    mv "$file.new" "$file"
  done
}

trap 'forget; exit 0' TERM INT
forget
tell
: >"$told"
while :; do
  sleep 600 &
  wait $!
  # A new password, and whatever a repair of the node has taken away.
  tell
done
