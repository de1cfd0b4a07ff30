# What the restores share. What `science-platform backup restore` is to know goes to $REPORT, a line for each thing.
# Times are UTC.
export TZ=UTC
report() { printf '%s\n' "$*" >>"$REPORT"; }
problems=0
problem() {
  problems=$((problems + 1))
  report "problem $*"
}
# The end of what a program complained of, in one line.
complaint() { tail -n 3 "$1" | tr '\n' ' ' | cut -c 1-400; }

# Ends with what a program complained of.
failed() {
  cat "$WORK/complaint" >&2
  problem "$1: $(complaint "$WORK/complaint")"
  exit 1
}

# Sets $id to the snapshot that $SNAPSHOT names ("latest", or the beginning of its name), or to nothing. Locks nothing: it only looks.
find_snapshot() {
  id=""
  code=0
  restic --no-lock snapshots --compact --host "$SITE" --tag "$KIND" >"$WORK/snapshots" 2>"$WORK/complaint" || code=$?
  case "$code" in
    0) ;;
    10) problem "There is no repository $RESTIC_REPOSITORY: nothing was ever copied there"; return ;;
    12) problem "The password does not open the repository $RESTIC_REPOSITORY: another one made it" ; return ;;
    *) problem "The repository $RESTIC_REPOSITORY does not answer: $(complaint "$WORK/complaint")"; return ;;
  esac
  awk '/^[0-9a-f]+ +[0-9]+-[0-9]+-[0-9]+ +[0-9:]+ / { print $1, $2 "T" $3 "Z" }' "$WORK/snapshots" >"$WORK/names"
  report "snapshots $(tail -n 40 "$WORK/names" | tr '\n' ' ')"
  if [ "$SNAPSHOT" = latest ]; then found=$(tail -n 1 "$WORK/names"); else
    # Short and whole names: the one begins with the other.
    found=$(awk -v name="$SNAPSHOT" 'index($1, name) == 1 || index(name, $1) == 1' "$WORK/names")
  fi
  case "$found" in
    "") problem "There is no snapshot $SNAPSHOT of $KIND" ;;
    *"
"*) problem "$SNAPSHOT is the beginning of several snapshots" ;;
    *)
      id=${found%% *}
      report "snapshot $found"
      ;;
  esac
}

# Ends here when something is in the way, or when that was all to be looked at.
looked() {
  if [ "$DO" = check ]; then exit 0; fi
  if [ "$problems" -gt 0 ]; then exit 3; fi
}
