#!/bin/sh
# Imports the data views and saved searches into Kibana. May be run again: what is there is replaced.
# With a password: CURL_OPTIONS='-u elastic:... --cacert ca.crt'
set -eu
cd "$(dirname "$0")"
curl -fsS ${CURL_OPTIONS:-} -X POST \
  "${KIBANA_URL:-http://localhost:5601}/api/saved_objects/_import?overwrite=true" \
  -H 'kbn-xsrf: sonde' --form file=@saved-objects.ndjson
echo
