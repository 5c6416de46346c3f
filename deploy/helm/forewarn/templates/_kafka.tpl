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

{{/* What contradicts itself there, one line each: for all, and for each component that has something of its own. */}}
{{- define "forewarn.kafkaMistakes" -}}
{{- include "forewarn.kafkaMistakesOf" (dict "root" . "values" dict "name" "kafka") }}
{{- range include "forewarn.components" . | fromYaml }}
{{- $values := index $.Values .key }}
{{- if $values.kafka }}
{{- include "forewarn.kafkaMistakesOf" (dict "root" $ "values" $values "name" (printf "%s.kafka" .key)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Of { root, values, name }, the name being that of the values in messages. */}}
{{- define "forewarn.kafkaMistakesOf" -}}
{{- $kafka := include "forewarn.kafkaAccess" . | fromYaml -}}
{{- $mechanism := $kafka.sasl.mechanism -}}
{{- if and $kafka.tls.existingSecret.name (not $kafka.tls.enabled) }}
{{ .name }}.tls.existingSecret has no effect: set {{ .name }}.tls.enabled to true
{{- end }}
{{- if and (or $kafka.sasl.username $kafka.sasl.existingSecret.name) (not $mechanism) }}
{{ .name }}.sasl.mechanism is not set: name how {{ default "the user" $kafka.sasl.username }} logs in, such as SCRAM-SHA-512
{{- end }}
{{- if and (or $kafka.oauth.tokenUrl $kafka.oauth.clientId $kafka.oauth.existingSecret.name) (ne $mechanism "OAUTHBEARER") }}
{{ .name }}.oauth has no effect: set {{ .name }}.sasl.mechanism to OAUTHBEARER
{{- end }}
{{- if eq $mechanism "OAUTHBEARER" }}
{{- range $value, $given := dict "oauth.tokenUrl" $kafka.oauth.tokenUrl "oauth.clientId" $kafka.oauth.clientId "oauth.existingSecret.name" $kafka.oauth.existingSecret.name }}
{{- if not $given }}
{{ $.name }}.{{ $value }} is not set: OAUTHBEARER needs it
{{- end }}
{{- end }}
{{- else if $mechanism }}
{{- range $value, $given := dict "sasl.username" $kafka.sasl.username "sasl.existingSecret.name" $kafka.sasl.existingSecret.name }}
{{- if not $given }}
{{ $.name }}.{{ $value }} is not set: {{ $mechanism }} needs it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
