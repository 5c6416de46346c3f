{{/* How a component comes to Kafka: what is its own before what is that of all. Of { root, values }. */}}
{{- define "forewarn.kafkaAccess" -}}
{{- mergeOverwrite (pick .root.Values.kafka "tls" "sasl" "oauth" | deepCopy) (default dict .values.kafka | deepCopy) | toYaml -}}
{{- end }}

{{/* The settings of that; what is not of the mechanism is left empty. Of { root, values }. */}}
{{- define "forewarn.kafkaSecurity" -}}
{{- $kafka := include "forewarn.kafkaAccess" . | fromYaml -}}
{{- $tls := ternary $kafka.tls dict $kafka.tls.enabled -}}
{{- $files := dig "existingSecret" dict $tls -}}
{{- $byToken := eq $kafka.sasl.mechanism "OAUTHBEARER" -}}
{{- $sasl := ternary dict $kafka.sasl $byToken -}}
{{- $oauth := ternary $kafka.oauth dict $byToken -}}
KAFKA_TLS: {{ ternary "on" "off" $kafka.tls.enabled | quote }}
KAFKA_TLS_CA_FILE: {{ ternary "/etc/forewarn/kafka-ca" "" (and (dig "name" "" $files) (dig "ca" "" $files) | not | not) | quote }}
KAFKA_TLS_CERT_FILE: {{ ternary "/etc/forewarn/kafka-cert" "" (and (dig "name" "" $files) (dig "cert" "" $files) | not | not) | quote }}
KAFKA_TLS_KEY_FILE: {{ ternary "/etc/forewarn/kafka-key" "" (and (dig "name" "" $files) (dig "key" "" $files) | not | not) | quote }}
KAFKA_SASL_MECHANISM: {{ $kafka.sasl.mechanism | quote }}
KAFKA_SASL_USERNAME: {{ dig "username" "" $sasl | quote }}
KAFKA_SASL_PASSWORD_FILE: {{ ternary "/etc/forewarn/kafka-password" "" (dig "existingSecret" "name" "" $sasl | not | not) | quote }}
KAFKA_OAUTH_TOKEN_URL: {{ dig "tokenUrl" "" $oauth | quote }}
KAFKA_OAUTH_CLIENT_ID: {{ dig "clientId" "" $oauth | quote }}
KAFKA_OAUTH_CLIENT_SECRET_FILE: {{ ternary "/etc/forewarn/kafka-client-secret" "" (dig "existingSecret" "name" "" $oauth | not | not) | quote }}
KAFKA_OAUTH_SCOPE: {{ dig "scope" "" $oauth | quote }}
{{- end }}

{{/* The files of secrets that they name, as items of a list. Of { root, values }. */}}
{{- define "forewarn.kafkaSecretFiles" -}}
{{- $kafka := include "forewarn.kafkaAccess" . | fromYaml -}}
{{- $byToken := eq $kafka.sasl.mechanism "OAUTHBEARER" -}}
{{- with $kafka.tls.existingSecret }}
{{- if and $kafka.tls.enabled .name }}
{{- $name := .name }}
{{- range $key := list "ca" "cert" "key" }}
{{- with index $kafka.tls.existingSecret $key }}
- { path: kafka-{{ $key }}, name: {{ $name | quote }}, key: {{ . | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- with $kafka.sasl.existingSecret }}
{{- if and .name (not $byToken) }}
- { path: kafka-password, name: {{ .name | quote }}, key: {{ .key | quote }} }
{{- end }}
{{- end }}
{{- with $kafka.oauth.existingSecret }}
{{- if and .name $byToken }}
- { path: kafka-client-secret, name: {{ .name | quote }}, key: {{ .key | quote }} }
{{- end }}
{{- end }}
{{- end }}
