{{/* A value of the component where it is set, else the top-level one of the same name. Of { root, values, key }. */}}
{{- define "forewarn.placement" -}}
{{- with default (index .root.Values .key) (index .values .key) -}}
{{ $.key }}: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end }}

{{/* The profile "restricted" of Kubernetes, for pods. */}}
{{- define "forewarn.podSecurity" -}}
runAsNonRoot: true
{{- if not (kindIs "invalid" .Values.runAsUser) }}
runAsUser: {{ .Values.runAsUser | int }}
runAsGroup: {{ .Values.runAsUser | int }}
fsGroup: {{ .Values.runAsUser | int }}
{{- end }}
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* The same for containers. */}}
{{- define "forewarn.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* More variables: those of the component, and those of all that it does not set itself. */}}
{{- define "forewarn.extraEnv" -}}
{{- $own := .values.extraEnv -}}
{{- $names := list -}}
{{- range $own }}{{ $names = append $names .name }}{{ end -}}
{{- $env := list -}}
{{- range .root.Values.extraEnv }}{{ if not (has .name $names) }}{{ $env = append $env . }}{{ end }}{{ end -}}
{{- with concat $env $own }}
env: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end }}

{{/* Spreads pods over hosts and zones, those of each version by themselves. */}}
{{- define "forewarn.spread" -}}
{{- $labels := include "forewarn.selectorLabels" . -}}
{{- with .root.Values.spread -}}
{{- range $key, $how := dict "kubernetes.io/hostname" .hosts "topology.kubernetes.io/zone" .zones }}
{{- if $how }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: {{ $how }}
  labelSelector:
    matchLabels: {{- $labels | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
/healthz answers as long as the process does, whatever it waits for: restarting would mend no Kafka. /readyz asks what the process depends on.
A process of etl or storage that is not ready only holds up a rollout. Retrieval's gRPC health follows the database. Sla-manager is asked by
/readyz until it was ready once, so that wrong settings stop a rollout; later it stays in its service, since without Prometheus or the database
it still answers, with the reason. With a certificate probes ask over https, and Kubernetes does not look at it; its probes of gRPC know no TLS, so
retrieval is asked by /readyz then.
*/}}
{{- define "forewarn.probes" -}}
{{- $scheme := ternary (dict) (dict "scheme" "HTTPS") (empty .root.Values.tls.secret.name) -}}
startupProbe:
  httpGet: {{- toYaml (merge (dict) .component.started $scheme) | nindent 4 }}
{{- if eq .component.started.path "/readyz" }}
  periodSeconds: 5
  timeoutSeconds: 5
  # Half an hour.
  failureThreshold: 360
{{- else }}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 60
{{- end }}
readinessProbe:
{{- with .component.ready }}
{{- if .path }}
  httpGet: {{- toYaml (merge (dict) . $scheme) | nindent 4 }}
{{- else if $scheme }}
  httpGet: { path: /readyz, port: operations, scheme: HTTPS }
{{- else }}
  grpc: { port: {{ index $.component.serves .port }} }
{{- end }}
{{- end }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
livenessProbe:
  httpGet: {{- toYaml (merge (dict "path" "/healthz" "port" "operations") $scheme) | nindent 4 }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* The files of secrets that the settings name. */}}
{{- define "forewarn.secretFiles" -}}
{{- $secrets := list -}}
{{- if has "mysql" .component.needs }}
{{- $secrets = append $secrets (merge (dict "path" "mysql-password") (include "forewarn.mysqlSecret" .root | fromYaml)) }}
{{- with .root.Values.mysql.tls.ca }}
{{- if .existingSecret }}{{ $secrets = append $secrets (dict "path" "mysql-ca.crt" "name" .existingSecret "key" .key) }}{{ end }}
{{- end }}
{{- with .root.Values.mysql.tls.client }}
{{- if .existingSecret }}
{{- $secrets = append $secrets (dict "path" "mysql-client.crt" "name" .existingSecret "key" .certKey) }}
{{- $secrets = append $secrets (dict "path" "mysql-client.key" "name" .existingSecret "key" .keyKey) }}
{{- end }}
{{- end }}
{{- end }}
{{- if has "prometheus" .component.needs }}
{{- $secrets = concat $secrets (include "forewarn.prometheusSecrets" .root | fromYamlArray) }}
{{- end }}
{{- if has "kafka" .component.needs }}
{{- $secrets = concat $secrets (include "forewarn.kafkaSecretFiles" . | fromYamlArray) }}
{{- end }}
{{- $secrets = concat $secrets (include "forewarn.accessSecretFiles" . | fromYamlArray) }}
{{- with .root.Values.tls }}
{{- if .secret.name }}
{{- $secrets = append $secrets (dict "path" "tls.crt" "name" .secret.name "key" .secret.certKey) }}
{{- $secrets = append $secrets (dict "path" "tls.key" "name" .secret.name "key" .secret.keyKey) }}
{{- end }}
{{- if .clientCaSecret.name }}
{{- $secrets = append $secrets (dict "path" "clients.crt" "name" .clientCaSecret.name "key" .clientCaSecret.key) }}
{{- end }}
{{- end }}
{{- if and (eq .name "sla-manager") .values.forwardCaSecret.name }}
{{- $secrets = append $secrets (dict "path" "forward-ca.crt" "name" .values.forwardCaSecret.name "key" .values.forwardCaSecret.key) }}
{{- end }}
{{- range $secrets }}
- secret: { name: {{ .name | quote }}, items: [{ key: {{ .key | quote }}, path: {{ .path }} }] }
{{- end }}
{{- with .root.Values.prometheus.serviceAccountToken }}
{{- if and .enabled (has "prometheus" $.component.needs) }}
- serviceAccountToken: { path: prometheus-token{{ with .audience }}, audience: {{ . | quote }}{{ end }} }
{{- end }}
{{- end }}
{{- end }}
