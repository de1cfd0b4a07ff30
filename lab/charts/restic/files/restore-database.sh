#!/bin/sh
# The dump that restore-fetch.sh brought, into the database $INTO: a new one, or one in which there is nothing. All of it, or nothing.
# DO=check only looks. Environment: FOLDER, INTO, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD.
set -eu
. "${0%/*}/restore-lib.sh"
export LC_ALL=C
sql() { psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }
# Whether there is a database that lets this user in; $WORK/complaint says why not.
reaches() { sql --dbname="$1" --command="SELECT 1" >/dev/null 2>"$WORK/complaint"; }
# Tables and the like that no extension made.
count() {
  sql --dbname="$INTO" --command="SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' AND c.relkind IN ($1)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
}

made=no
if reaches "$INTO"; then
  there=$(count "'r', 'p', 'v', 'm', 'S', 'f'")
  if [ "$there" = 0 ]; then report "into empty"; else
    problem "The database $INTO is not empty: it has $(count "'r', 'p', 'f'") tables. What is there is never overwritten"
  fi
elif ! grep -q "database \"$INTO\" does not exist" "$WORK/complaint"; then
  problem "The database $INTO at $PGHOST:$PGPORT does not let $PGUSER in: $(complaint "$WORK/complaint")"
else
  from=""
  for one in "$PGDATABASE" postgres; do
    if [ -z "$from" ] && reaches "$one"; then from=$one; fi
  done
  if [ -z "$from" ]; then
    problem "No database at $PGHOST:$PGPORT lets $PGUSER in: $(complaint "$WORK/complaint")"
  elif [ "$(sql --dbname="$from" --command="SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")" = t ]; then
    made=yes
    report "into new"
  else
    report "into forbidden"
    problem "There is no database $INTO, and $PGUSER may make none"
  fi
fi
looked

if [ "$made" = yes ]; then printf 'CREATE DATABASE :"into";\n' | sql --dbname="$from" --set=into="$INTO"; fi
# As text, because a newer pg_restore sets what an older server does not know; COMMIT comes only when it has read the dump to its end.
whole=$WORK/whole
rm -f "$whole"
: >"$WORK/complaint"
{
  echo "BEGIN;"
  if pg_restore --no-owner --no-privileges --file=- "$FOLDER/$PGDATABASE.dump" 2>>"$WORK/complaint"; then
    echo "COMMIT;"
    : >"$whole"
  fi
} | sed '1,60{/^SET transaction_timeout = 0;$/d;}' | sql --dbname="$INTO" --output=/dev/null 2>>"$WORK/complaint" || rm -f "$whole"
if [ ! -e "$whole" ]; then
  if [ "$made" = yes ]; then printf 'DROP DATABASE :"into";\n' | sql --dbname="$from" --set=into="$INTO"; fi
  failed "Nothing came back into $INTO"
fi
report "tables $(count "'r', 'p', 'f'")"
