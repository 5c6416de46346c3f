{{- define "forewarn.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 44 | trimSuffix "-" -}}
{{- end }}

{{/* The beginning of all names; short enough for the longest that is made with it, of 63 characters. */}}
{{- define "forewarn.fullname" -}}
{{- $name := include "forewarn.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 44 | trimSuffix "-" -}}
{{- end }}

{{/* What a component is selected by: these labels never change. Of { root, name }. */}}
{{- define "forewarn.selectorLabels" -}}
app.kubernetes.io/name: {{ include "forewarn.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Labels of an object, of { root, name }; of what belongs to no component, without a name. */}}
{{- define "forewarn.labels" -}}
app.kubernetes.io/name: {{ include "forewarn.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .name }}
app.kubernetes.io/component: {{ . }}
{{- end }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: forewarn
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The image of a component, of { root, name, values }. */}}
{{- define "forewarn.image" -}}
{{- $all := .root.Values.image -}}
{{- $own := .values.image -}}
{{- $repository := default (printf "%s-%s" $all.repository .name) $own.repository -}}
{{- $tag := coalesce $own.tag $all.tag .root.Chart.AppVersion -}}
{{- printf "%s/%s" $all.registry $repository -}}
{{- ternary (printf "@%s" $own.digest) (printf ":%s" $tag) (ne $own.digest "") -}}
{{- end }}

{{- define "forewarn.serviceAccountName" -}}
{{- with .Values.serviceAccount -}}
{{- ternary (default (include "forewarn.fullname" $) .name) (default "default" .name) .create -}}
{{- end -}}
{{- end }}

{{/* The secret that holds MySQL's password, and its key. */}}
{{- define "forewarn.mysqlSecret" -}}
{{- with .Values.mysql -}}
name: {{ default (printf "%s-mysql" (include "forewarn.fullname" $)) .existingSecret.name }}
key: {{ ternary .existingSecret.key "password" (ne .existingSecret.name "") }}
{{- end -}}
{{- end }}
