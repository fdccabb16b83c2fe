#!/bin/sh
# Loads the lifecycle policy and the templates of this folder, and makes the first index behind the
# alias logs. May be run again. With a password: CURL_OPTIONS='-u elastic:... --cacert http_ca.crt'
set -eu
cd "$(dirname "$0")"
elasticsearch=${ELASTICSEARCH_URL:-http://localhost:9200}

put() { # path, file
  echo "$1"
  curl -fsS -o /dev/null ${CURL_OPTIONS:-} -X PUT "$elasticsearch/$1" \
    -H 'Content-Type: application/json' --data-binary "@$2"
}

put _ilm/policy/sonde ilm.json
put _component_template/sonde-fields templates/fields.json
put _component_template/sonde-documents templates/documents.json
put _index_template/sonde-logs-alias templates/logs-alias.json
put _index_template/sonde-logs-daily templates/logs-daily.json
put _index_template/sonde-logs-stream templates/logs-stream.json

# Once: later indices are made by the policy's rollover.
curl -fsI -o /dev/null ${CURL_OPTIONS:-} "$elasticsearch/logs" || put logs-000001 first-index.json
