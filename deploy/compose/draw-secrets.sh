#!/bin/sh
# Run by the service `secrets` of docker-compose.yml: draws each secret that is missing, into the volume of those that read it. What .env says
# wins, and what was drawn once stays. Says names, never values. Needs a shell, sha256sum, and of root's rights that of giving files away.
set -eu
umask 077

# keep FILE OWNER MODE VALUE
keep() {
  file=$1 value=$4
  if [ -z "$value" ] && [ -s "$file" ]; then echo "$file: kept"; return; fi
  how=taken
  if [ -z "$value" ]; then
    how=drawn
    value=$(head -c 64 /dev/urandom | sha256sum | cut -c 1-48)
  fi
  # In a file of its own first: readers see all of it or nothing.
  rm -f "$file.new"
  printf '%s' "$value" > "$file.new"
  chmod "$3" "$file.new"
  chown "$2" "$file.new"
  mv "$file.new" "$file"
  echo "$file: $how"
}

cd "${SECRETS_FOLDER:-/secrets}"
# 1000 is the user of Forewarn's images; 65534 that of Prometheus, 999 of MySQL, 472 of Grafana.
keep operations/token 1000:65534 0440 "${OPERATIONS_TOKEN:-}"
keep database/password 1000:999 0440 "${MYSQL_PASSWORD:-}"
keep database-root/password 0:0 0400 "${MYSQL_ROOT_PASSWORD:-}"
keep access/admin-key 1000:1000 0400 "${ACCESS_ADMIN_KEY:-}"
keep access/session-secret 1000:1000 0400 "${ACCESS_SESSION_SECRET:-}"
keep grafana/password 472:0 0400 "${GRAFANA_PASSWORD:-}"
