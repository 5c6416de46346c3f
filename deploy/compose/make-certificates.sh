#!/bin/sh
# Run by the service `certificates` of docker-compose.secure.yml: makes an authority once, and a certificate of the services, anew when it has
# less than thirty days left or the names are others. Certificates of yours, which this has not made, stay as they are. Needs openssl.
set -eu
umask 077
cd "${TLS_FOLDER:-/tls}"

if [ -s tls.crt ] && [ ! -e names.made ]; then echo "certificates of yours: kept"; exit; fi

names=DNS:etl,DNS:storage,DNS:retrieval,DNS:sla-manager,DNS:localhost,IP:127.0.0.1
for name in $(echo "${TLS_NAMES:-}" | tr ',' ' '); do
  case $name in
    *:*) names=$names,IP:$name ;;
    *[!0-9.]*) names=$names,DNS:$name ;;
    *) names=$names,IP:$name ;;
  esac
done

if [ ! -s ca.crt ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Forewarn of this machine" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.new 2>/dev/null
  chmod 0444 ca.new
  mv ca.new ca.crt
  echo "authority: made"
fi

if [ -s tls.crt ] && [ "$(cat names.made)" = "$names" ] && openssl x509 -in tls.crt -noout -checkend 2592000 >/dev/null; then
  echo "certificate: kept"
  exit
fi
rm -f tls.new key.new
printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names" > /tmp/names
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=forewarn" -keyout key.new -out /tmp/request 2>/dev/null
openssl x509 -req -in /tmp/request -CA ca.crt -CAkey ca.key -CAcreateserial -CAserial /tmp/serial -days 365 -extfile /tmp/names -out tls.new 2>/dev/null
echo "$names" > names.made
chmod 0444 tls.new names.made
chmod 0400 key.new
chown 1000:1000 key.new
mv key.new tls.key
mv tls.new tls.crt
echo "certificate: made, for $names"
