#!/bin/sh
# Makes .env for docker compose: .env.example with each empty password drawn at random. What an .env that is there already says stays.
set -eu
cd "$(dirname "$0")/.."
umask 077
[ -e .env ] || cp .env.example .env
chmod 600 .env
trap 'rm -f .env.new' EXIT
trap 'exit 1' HUP INT TERM

draw() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

for name in $(sed -n 's/^\([A-Z_]*_PASSWORD\)=.*/\1/p' .env.example); do
  if grep -q "^$name=." .env; then
    echo "$name: kept"
    continue
  fi
  # In a file of its own, so that a disk that is full costs nothing.
  sed "/^$name=/d" .env > .env.new
  printf '%s=%s\n' "$name" "$(draw)" >> .env.new
  mv .env.new .env
  echo "$name: drawn"
done
