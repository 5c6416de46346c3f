{{/* The deployment of a component, of { root, name, component, values }. */}}
{{- define "forewarn.deployment" -}}
{{- $secretFiles := include "forewarn.secretFiles" . | trim -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "forewarn.fullname" .root }}-{{ .name }}
  labels: {{- include "forewarn.labels" . | nindent 4 }}
spec:
  {{- if not (dig "autoscaling" "enabled" false .values) }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  # Lets the consumer groups settle before the next process goes.
  minReadySeconds: 10
  # A process is replaced by one that is ready, so that a release that cannot work replaces none.
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels: {{- include "forewarn.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- with default .root.Values.podLabels .values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- include "forewarn.selectorLabels" . | nindent 8 }}
        app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
        app.kubernetes.io/part-of: forewarn
      annotations:
        {{- with default .root.Values.podAnnotations .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        # A change of settings or of the password makes new pods.
        checksum/settings: {{ include "forewarn.settings" . | sha256sum }}
        {{- with .root.Values.mysql }}
        {{- if and .password (has "mysql" $.component.needs) }}
        # By way of scrypt: a plain checksum would let readers of pods try passwords.
        checksum/password: {{ derivePassword 1 "maximum" .password .user $.root.Release.Name | sha256sum | trunc 16 | quote }}
        {{- end }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "forewarn.serviceAccountName" .root }}
      automountServiceAccountToken: false
      # Kubernetes would set MYSQL_PORT for a service "mysql", to what is no port.
      enableServiceLinks: false
      {{- with .root.Values.imagePullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.priorityClassName }}
      priorityClassName: {{ . | quote }}
      {{- end }}
      securityContext: {{- include "forewarn.podSecurity" .root | nindent 8 }}
      # Above five seconds for the services to forget the pod and the twenty in which a process ends.
      terminationGracePeriodSeconds: 30
      containers:
        - name: {{ .name }}
          image: {{ include "forewarn.image" . | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext: {{- include "forewarn.containerSecurity" . | nindent 12 }}
          envFrom:
            - configMapRef: { name: {{ include "forewarn.fullname" .root }}-{{ .name }} }
          {{- with include "forewarn.extraEnv" . | trim }}
          {{- . | nindent 10 }}
          {{- end }}
          ports:
            - { name: operations, containerPort: {{ .component.operations }} }
            {{- range $name, $port := .component.serves }}
            - { name: {{ $name }}, containerPort: {{ $port }} }
            {{- end }}
          {{- include "forewarn.probes" . | nindent 10 }}
          {{- if .component.serves }}
          lifecycle:
            preStop:
              exec: { command: [node, -e, "setTimeout(() => {}, 5000)"] }
          {{- end }}
          resources: {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- if $secretFiles }}
            - { name: secrets, mountPath: /etc/forewarn, readOnly: true }
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        {{- if $secretFiles }}
        - name: secrets
          projected:
            # 0440 where the group is known, else 0444.
            defaultMode: {{ ternary 292 288 (kindIs "invalid" .root.Values.runAsUser) }}
            sources: {{- $secretFiles | nindent 14 }}
        {{- end }}
      {{- with include "forewarn.spread" . | trim }}
      topologySpreadConstraints: {{- . | nindent 8 }}
      {{- end }}
      {{- range list "nodeSelector" "tolerations" "affinity" }}
      {{- with include "forewarn.placement" (merge (dict "key" .) $) }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- end }}
{{- end }}
