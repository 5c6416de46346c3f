{{/* What is missing or contradicts itself, one line each; the types of values are those of values.schema.json. */}}
{{- define "forewarn.mistakes" -}}
{{- with .Values -}}
{{- $nameless := not .console.image.repository -}}
{{- range include "forewarn.components" $ | fromYaml }}
{{- if not (index $.Values .key).image.repository }}{{ $nameless = true }}{{ end }}
{{- end }}
{{- if and (not .image.repository) $nameless }}
image.repository is not set: name where the images are, such as OWNER/forewarn of ghcr.io/OWNER/forewarn-etl
{{- end }}
{{- if not .kafka.brokers }}
kafka.brokers is not set: list the addresses of your Kafka, such as [kafka-0.kafka:9092, kafka-1.kafka:9092]
{{- end }}
{{- if not .mysql.host }}
mysql.host is not set: name the host of your MySQL or MariaDB, such as mysql.databases
{{- end }}
{{- if not (or .mysql.existingSecret.name .mysql.password) }}
mysql.existingSecret.name is not set: make a secret with the password of {{ .mysql.user }} under the key {{ .mysql.existingSecret.key }} and name it, or set mysql.password
{{- end }}
{{- if and .mysql.existingSecret.name .mysql.password }}
mysql.existingSecret.name and mysql.password are both set: keep one
{{- end }}
{{- if and .mysql.tls.ca.existingSecret (not (hasPrefix "verify-" .mysql.tls.mode)) }}
mysql.tls.ca.existingSecret has no effect: set mysql.tls.mode to verify-identity or verify-ca
{{- end }}
{{- if and .mysql.tls.client.existingSecret (has .mysql.tls.mode (list "" "disabled")) }}
mysql.tls.client.existingSecret has no effect: set mysql.tls.mode to verify-identity
{{- end }}
{{- if not (or .prometheus.url .prometheus.existingSecret.name) }}
prometheus.url is not set: give the address of your Prometheus, such as http://prometheus-operated.monitoring:9090
{{- end }}
{{- if and .prometheus.url .prometheus.existingSecret.name }}
prometheus.url and prometheus.existingSecret.name are both set: keep one
{{- end }}
{{- include "forewarn.kafkaMistakes" $ }}
{{- include "forewarn.prometheusMistakes" $ }}
{{- include "forewarn.accessMistakes" $ }}
{{- if and .tls.clientCaSecret.name (not .tls.secret.name) }}
tls.clientCaSecret.name is set, and tls.secret.name is not: clients show certificates over TLS alone; name the secret of the servers' certificate
{{- end }}
{{- if not .etl.selectors }}
etl.selectors is not set: list the series to analyse, such as [node_memory_MemAvailable_bytes{job="node-exporter"}]
{{- end }}
{{- range $key := list "etl" "storage" }}
{{- $scaling := (index $.Values $key).autoscaling }}
{{- if $scaling.enabled }}
{{- if gt (int $scaling.maxReplicas) (int $.Values.kafka.partitions) }}
{{ $key }}.autoscaling.maxReplicas ({{ $scaling.maxReplicas }}) is above kafka.partitions ({{ $.Values.kafka.partitions }}): processes beyond the partitions have no work
{{- end }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{ $key }}.autoscaling.minReplicas ({{ $scaling.minReplicas }}) is above maxReplicas ({{ $scaling.maxReplicas }})
{{- end }}
{{- end }}
{{- end }}
{{- if and .slaManager.ingress.enabled (not .slaManager.ingress.host) }}
slaManager.ingress.host is not set: name the host that the ingress serves
{{- end }}
{{- if and .networkPolicy.enabled .prometheus.existingSecret.name (not .networkPolicy.egress.prometheus.ports) }}
networkPolicy.egress.prometheus.ports is not set: list the ports of your Prometheus, since a secret holds its address
{{- end }}
{{- end -}}
{{- end }}
