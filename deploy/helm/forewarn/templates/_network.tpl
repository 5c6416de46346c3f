{{/* Ports that a policy allows to something that a component needs: those that are set, else those of its address. Of { root, to, component, values }. */}}
{{- define "forewarn.egressPorts" -}}
{{- $set := (index .root.Values.networkPolicy.egress .to).ports -}}
{{- $ports := list -}}
{{- if $set }}
{{- $ports = $set }}
{{- else if eq .to "kafka" }}
{{- range .root.Values.kafka.brokers }}{{ $ports = append $ports (regexFind "[0-9]+$" .) }}{{ end }}
{{- else if eq .to "mysql" }}
{{- $ports = list .root.Values.mysql.port }}
{{- else if eq .to "prometheus" }}
{{- $ports = list (include "forewarn.urlPort" .root.Values.prometheus.url) }}
{{- else if eq .to "identityProvider" }}
{{- range include "forewarn.identityUrls" . | trim | splitList "\n" }}{{ $ports = append $ports (include "forewarn.urlPort" .) }}{{ end }}
{{- else }}
{{- range regexFindAll "https?://[^,]+" .root.Values.slaManager.forward -1 }}{{ $ports = append $ports (include "forewarn.urlPort" (trim .)) }}{{ end }}
{{- end }}
{{- range uniq $ports }}
- { port: {{ . }}, protocol: TCP }
{{- end }}
{{- end }}

{{/* Whom a component asks for tokens and for what they are signed with, one address a line. Of { root, component, values }. */}}
{{- define "forewarn.identityUrls" -}}
{{- if include "forewarn.asksCallers" . }}
{{- with .root.Values.access.oidc.issuer }}
{{ . }}
{{- end }}
{{- end }}
{{- $kafka := include "forewarn.kafkaAccess" . | fromYaml -}}
{{- if eq $kafka.sasl.mechanism "OAUTHBEARER" }}
{{ $kafka.oauth.tokenUrl }}
{{- end }}
{{- end }}

{{/* The port of an address. */}}
{{- define "forewarn.urlPort" -}}
{{- $url := urlParse . -}}
{{- coalesce (regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host)) (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end }}

{{/* DNS, for everyone. */}}
{{- define "forewarn.dnsEgress" -}}
{{- with .Values.networkPolicy.egress.dns -}}
- ports:
    {{- range .ports }}
    - { port: {{ . }}, protocol: UDP }
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
  {{- with .to }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
