{{/* The secret with the administrator's key, the sessions' and the token of operations: the chart's, or one that is named. */}}
{{- define "forewarn.accessSecret" -}}
{{- default (printf "%s-access" (include "forewarn.fullname" .)) .Values.access.existingSecret.name -}}
{{- end }}

{{/* The secret with what readers of metrics must show, and its key; nothing where nobody must. */}}
{{- define "forewarn.operationsToken" -}}
{{- with .Values.operations.tokenSecret -}}
{{- if .name }}
name: {{ .name | quote }}
key: {{ .key | quote }}
{{- else if eq $.Values.access.mode "required" }}
name: {{ include "forewarn.accessSecret" $ | quote }}
key: {{ $.Values.access.existingSecret.operationsToken | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Whether a component is asked by people, and so asks who they are. Of { root, component }. */}}
{{- define "forewarn.asksCallers" -}}
{{- if and .component.serves (eq .root.Values.access.mode "required") }}true{{ end -}}
{{- end }}

{{/* Who is let in, of { root, component }. BIND_ADDRESS is for containers whose ports are published elsewhere. */}}
{{- define "forewarn.accessSettings" -}}
{{- $access := .root.Values.access }}
ACCESS: {{ $access.mode | quote }}
BIND_ADDRESS: ""
{{- if include "forewarn.operationsToken" .root | trim }}
OPERATIONS_TOKEN_FILE: /etc/forewarn/operations-token
{{- else }}
OPERATIONS_TOKEN: ""
{{- end }}
{{- if .component.serves }}
{{- $asks := include "forewarn.asksCallers" . }}
{{- $oidc := ternary $access.oidc (dict) (not (empty $asks)) }}
ACCESS_ADMIN_KEY_FILE: {{ ternary "/etc/forewarn/admin-key" "" (not (empty $asks)) | quote }}
ACCESS_SESSION_SECRET_FILE: {{ ternary "/etc/forewarn/session-secret" "" (not (empty $asks)) | quote }}
ACCESS_OIDC_ISSUER: {{ dig "issuer" "" $oidc | quote }}
ACCESS_OIDC_AUDIENCE: {{ dig "audience" "" $oidc | quote }}
ACCESS_OIDC_CLIENT_ID: {{ dig "clientId" "" $oidc | quote }}
ACCESS_OIDC_CLIENT_SECRET_FILE: {{ ternary "/etc/forewarn/oidc-client-secret" "" (dig "clientSecret" "name" "" $oidc | empty | not) | quote }}
ACCESS_OIDC_ROLE_CLAIM: {{ dig "roleClaim" "" $oidc | quote }}
ACCESS_OIDC_ROLES: {{ dig "roles" "" $oidc | quote }}
{{- end }}
{{- end }}

{{/* The files of secrets that these name, as items of a list. Of { root, component }. */}}
{{- define "forewarn.accessSecretFiles" -}}
{{- $access := .root.Values.access -}}
{{- with include "forewarn.operationsToken" .root | fromYaml }}
- { path: operations-token, name: {{ .name | quote }}, key: {{ .key | quote }} }
{{- end }}
{{- if include "forewarn.asksCallers" . }}
{{- $name := include "forewarn.accessSecret" .root | quote }}
- { path: admin-key, name: {{ $name }}, key: {{ $access.existingSecret.adminKey | quote }} }
- { path: session-secret, name: {{ $name }}, key: {{ $access.existingSecret.sessionSecret | quote }} }
{{- with $access.oidc.clientSecret }}
{{- if .name }}
- { path: oidc-client-secret, name: {{ .name | quote }}, key: {{ .key | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What contradicts itself there, one line each. */}}
{{- define "forewarn.accessMistakes" -}}
{{- with .Values.access.oidc -}}
{{- if and .clientId (not .issuer) }}
access.oidc.issuer is not set: name the identity provider that knows {{ .clientId }}
{{- end }}
{{- if and .clientSecret.name (not .clientId) }}
access.oidc.clientId is not set: name the client whose secret access.oidc.clientSecret names
{{- end }}
{{- if and .issuer (eq $.Values.access.mode "open") }}
access.oidc.issuer has no effect: set access.mode to required
{{- end }}
{{- end -}}
{{- end }}
