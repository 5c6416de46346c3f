{{/*
What runs, as deploy/services.json has it: the key of its values, the port of /healthz, /readyz and /metrics, what it connects to, what it
serves, what says that it has started, and what says that it is ready: gRPC's health, where there is no path. Ports are those of the images.
*/}}
{{- define "forewarn.components" -}}
etl:
  key: etl
  operations: 9201
  needs: [kafka, prometheus]
  started: { port: operations, path: /healthz }
  ready: { port: operations, path: /readyz }
storage:
  key: storage
  operations: 9202
  needs: [kafka, mysql]
  started: { port: operations, path: /healthz }
  ready: { port: operations, path: /readyz }
retrieval:
  key: retrieval
  operations: 9203
  needs: [kafka, mysql]
  serves: { grpc: 50051 }
  started: { port: operations, path: /healthz }
  ready: { port: grpc }
sla-manager:
  key: slaManager
  operations: 9204
  needs: [kafka, mysql, prometheus]
  serves: { http: 8080 }
  started: { port: operations, path: /readyz }
  ready: { port: http, path: /openapi.json }
{{- end }}

{{/* How many processes of a component there are at most. */}}
{{- define "forewarn.mostReplicas" -}}
{{- if dig "autoscaling" "enabled" false . }}{{ .autoscaling.maxReplicas }}{{ else }}{{ .replicas }}{{ end -}}
{{- end }}

{{/* A component's environment, of { root, name, component, values }; what images set, the ports among it, is not repeated. */}}
{{- define "forewarn.settings" -}}
{{- $all := .root.Values -}}
{{- $needs := .component.needs -}}
LOG_LEVEL: {{ $all.logLevel | quote }}
ALLOWED_HOSTS: {{ include "forewarn.allowedHosts" . | quote }}
{{ include "forewarn.accessSettings" . | trim }}
{{- with $all.tls }}
TLS_CERT_FILE: {{ ternary "/etc/forewarn/tls.crt" "" (ne .secret.name "") | quote }}
TLS_KEY_FILE: {{ ternary "/etc/forewarn/tls.key" "" (ne .secret.name "") | quote }}
TLS_CLIENT_CA_FILE: {{ ternary "/etc/forewarn/clients.crt" "" (ne .clientCaSecret.name "") | quote }}
{{- end }}
{{- with include "forewarn.nodeOptions" .values.resources }}
NODE_OPTIONS: {{ . | quote }}
{{- end }}
{{- if has "kafka" $needs }}
KAFKA_BROKERS: {{ join "," $all.kafka.brokers | quote }}
KAFKA_TOPIC: {{ $all.kafka.topic | quote }}
KAFKA_NAMESPACE: {{ $all.kafka.namespace | quote }}
KAFKA_PARTITIONS: {{ $all.kafka.partitions | quote }}
KAFKA_STALL_AFTER: {{ $all.kafka.stallAfter | quote }}
{{ include "forewarn.kafkaSecurity" . }}
{{- end }}
{{- if has "mysql" $needs }}
MYSQL_HOST: {{ $all.mysql.host | quote }}
MYSQL_PORT: {{ $all.mysql.port | quote }}
MYSQL_USER: {{ $all.mysql.user | quote }}
MYSQL_DATABASE: {{ $all.mysql.database | quote }}
MYSQL_PASSWORD_FILE: /etc/forewarn/mysql-password
MYSQL_TLS: {{ $all.mysql.tls.mode | quote }}
MYSQL_TLS_CA_FILE: {{ ternary "/etc/forewarn/mysql-ca.crt" "" (ne $all.mysql.tls.ca.existingSecret "") | quote }}
MYSQL_TLS_CERT_FILE: {{ ternary "/etc/forewarn/mysql-client.crt" "" (ne $all.mysql.tls.client.existingSecret "") | quote }}
MYSQL_TLS_KEY_FILE: {{ ternary "/etc/forewarn/mysql-client.key" "" (ne $all.mysql.tls.client.existingSecret "") | quote }}
{{- end }}
{{- if has "prometheus" $needs }}
ANALYSIS_PROFILE: {{ $all.analysisProfile | quote }}
{{ include "forewarn.prometheusSettings" .root }}
{{- end }}
{{- if eq .name "etl" }}
ETL_SELECTORS: {{ join ";" .values.selectors | quote }}
ETL_PARTITION_LABELS: {{ join "," .values.partitionLabels | quote }}
ETL_INTERVAL: {{ .values.interval | quote }}
ETL_SETTLE: {{ .values.settle | quote }}
ETL_WINDOW: {{ .values.window | quote }}
ETL_STEP: {{ .values.step | quote }}
EVENT_FORMAT: {{ .values.eventFormat | quote }}
{{- else if eq .name "storage" }}
STORAGE_RETENTION: {{ .values.retention | quote }}
{{- else if eq .name "retrieval" }}
RETRIEVAL_MAX_CONNECTIONS: {{ .values.maxConnections | int | quote }}
RETRIEVAL_MAX_CALLS: {{ .values.maxCalls | int | quote }}
RETRIEVAL_IDLE_TIMEOUT: {{ .values.idleTimeout | quote }}
RETRIEVAL_STALL_TIMEOUT: {{ .values.stallTimeout | quote }}
RETRIEVAL_CONNECTION_AGE: {{ .values.connectionAge | quote }}
RETRIEVAL_REFLECTION: "{{ ternary "on" "off" .values.reflection }}"
{{- else if eq .name "sla-manager" }}
SLA_MAX_CONNECTIONS: {{ .values.maxConnections | int | quote }}
AUDIT_RETENTION: {{ .values.auditRetention | quote }}
SLA_REQUESTS_PER_MINUTE: {{ .values.requestsPerMinute | int | quote }}
SLA_SERIES_GRACE: {{ .values.seriesGrace | quote }}
SLA_SERIES_PER_OBJECTIVE: {{ .values.seriesPerObjective | int | quote }}
SLA_SERIES_PER_ANSWER: {{ .values.seriesPerAnswer | int | quote }}
SLA_COUNT: {{ .values.most | int | quote }}
SLA_OBJECTIVES_PER_SLA: {{ .values.objectivesPerSla | int | quote }}
SLA_OBJECTIVES: {{ .values.objectives | int | quote }}
SLA_INDICATORS: {{ .values.indicators | int | quote }}
SLA_ANSWER_BYTES: {{ .values.answerBytes | int | quote }}
SLA_FORWARD: {{ .values.forward | quote }}
{{- if .values.forwardCaSecret.name }}
SLA_FORWARD_CA_FILE: /etc/forewarn/forward-ca.crt
{{- else }}
SLA_FORWARD_CA: ""
{{- end }}
{{- end }}
{{- end }}

{{/*
Names that a component answers to over HTTP, beside addresses, by which probes and scrapers ask: those of its service as pods know it, that of the
ingress, and those that are set. Of { root, name, component }.
*/}}
{{- define "forewarn.allowedHosts" -}}
{{- $hosts := list -}}
{{- if dig "serves" "http" "" .component -}}
{{- $service := printf "%s-%s" (include "forewarn.fullname" .root) .name -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $hosts = list $service (printf "%s.%s" $service $namespace) (printf "%s.%s.svc" $service $namespace) (printf "%s.%s.svc.%s" $service $namespace .root.Values.clusterDomain) -}}
{{- with .root.Values.slaManager.ingress -}}
{{- if .enabled }}{{ $hosts = append $hosts (trimPrefix "*" .host) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- join "," (concat $hosts .root.Values.allowedHosts) -}}
{{- end }}

{{/*
Gives the heap six tenths of the memory limit: windows and messages live outside of it. A limit in other units than Mi and Gi leaves it
to Node.
*/}}
{{- define "forewarn.nodeOptions" -}}
{{- $memory := dig "limits" "memory" "" . | toString -}}
{{- if regexMatch "^[0-9]+[MG]i$" $memory -}}
{{- $mib := regexFind "^[0-9]+" $memory | int | mul (ternary 1024 1 (hasSuffix "Gi" $memory)) -}}
--max-old-space-size={{ div (mul $mib 6) 10 }}
{{- end -}}
{{- end }}
