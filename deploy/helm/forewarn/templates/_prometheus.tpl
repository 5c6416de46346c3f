{{/* The secrets that say how Prometheus is reached: the variable that names the file, the file, the secret and its key. */}}
{{- define "forewarn.prometheusSecrets" -}}
{{- with .Values.prometheus -}}
{{- $client := .tls.clientSecret -}}
{{- $secrets := list
  (dict "setting" "PROMETHEUS_URL_FILE" "path" "prometheus-url" "secret" .existingSecret)
  (dict "setting" "PROMETHEUS_PASSWORD_FILE" "path" "prometheus-password" "secret" .passwordSecret)
  (dict "setting" "PROMETHEUS_TOKEN_FILE" "path" "prometheus-token" "secret" .tokenSecret)
  (dict "setting" "PROMETHEUS_HEADERS_FILE" "path" "prometheus-headers" "secret" .headersSecret)
  (dict "setting" "PROMETHEUS_TLS_CA_FILE" "path" "prometheus-ca.crt" "secret" .tls.caSecret)
  (dict "setting" "PROMETHEUS_TLS_CERT_FILE" "path" "prometheus-tls.crt" "secret" (dict "name" $client "key" "tls.crt"))
  (dict "setting" "PROMETHEUS_TLS_KEY_FILE" "path" "prometheus-tls.key" "secret" (dict "name" $client "key" "tls.key"))
  (dict "setting" "PROMETHEUS_PROXY_URL_FILE" "path" "prometheus-proxy-url" "secret" .proxyUrlSecret) -}}
{{- range $secrets }}
{{- if .secret.name }}
- { setting: {{ .setting }}, path: {{ .path }}, name: {{ .secret.name | quote }}, key: {{ .secret.key | quote }} }
{{- end }}
{{- end }}
{{- end -}}
{{- end }}

{{/* How Prometheus is reached: what is secret as the path of a file, all else as it is, empty where it is not set. */}}
{{- define "forewarn.prometheusSettings" -}}
{{- $files := dict -}}
{{- range include "forewarn.prometheusSecrets" . | fromYamlArray -}}
{{- $files = set $files .setting (printf "/etc/forewarn/%s" .path) -}}
{{- end -}}
{{- with .Values.prometheus -}}
{{- if .serviceAccountToken.enabled -}}
{{- $files = set $files "PROMETHEUS_TOKEN_FILE" "/etc/forewarn/prometheus-token" -}}
{{- end -}}
{{- range $name, $value := dict "PROMETHEUS_URL" .url "PROMETHEUS_USERNAME" .username "PROMETHEUS_PASSWORD" "" "PROMETHEUS_HEADERS" .headers "PROMETHEUS_PROXY_URL" .proxyUrl }}
{{- $fileName := printf "%s_FILE" $name }}
{{- if hasKey $files $fileName }}
{{ $fileName }}: {{ get $files $fileName }}
{{- else }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end }}
{{- range list "PROMETHEUS_TOKEN_FILE" "PROMETHEUS_TLS_CA_FILE" "PROMETHEUS_TLS_CERT_FILE" "PROMETHEUS_TLS_KEY_FILE" }}
{{ . }}: {{ get $files . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What contradicts itself there, one line each. */}}
{{- define "forewarn.prometheusMistakes" -}}
{{- with .Values.prometheus -}}
{{- if regexMatch "^https?://[^/]*@" .url }}
prometheus.url holds a password, which would be in a ConfigMap: put the address into a secret and name it in prometheus.existingSecret
{{- end }}
{{- if regexMatch "^https?://[^/]*@" .proxyUrl }}
prometheus.proxyUrl holds a password, which would be in a ConfigMap: put the address into a secret and name it in prometheus.proxyUrlSecret
{{- end }}
{{- if and .username (not .passwordSecret.name) }}
prometheus.passwordSecret.name is not set: make a secret with the password of {{ .username }} under the key {{ .passwordSecret.key }} and name it
{{- end }}
{{- if and .passwordSecret.name (not .username) }}
prometheus.username is not set: name the user whose password prometheus.passwordSecret holds
{{- end }}
{{- $ways := list -}}
{{- if .username }}{{ $ways = append $ways "username" }}{{ end -}}
{{- if .tokenSecret.name }}{{ $ways = append $ways "tokenSecret" }}{{ end -}}
{{- if .serviceAccountToken.enabled }}{{ $ways = append $ways "serviceAccountToken" }}{{ end -}}
{{- if gt (len $ways) 1 }}
prometheus.{{ join " and prometheus." $ways }} each say who asks Prometheus: keep one of them
{{- end }}
{{- if and .headers .headersSecret.name }}
prometheus.headers and prometheus.headersSecret.name are both set: keep one
{{- end }}
{{- if and .proxyUrl .proxyUrlSecret.name }}
prometheus.proxyUrl and prometheus.proxyUrlSecret.name are both set: keep one
{{- end }}
{{- end -}}
{{- end }}
