{{- define "name" -}}
{{ .Values.fullnameOverride | default (printf "%s-harbor" .Release.Name) }}
{{- end }}

{{- define "matchLabels" -}}
release: {{ .root.Release.Name }}
app: harbor
component: {{ .component }}
{{- end }}

{{- define "labels" -}}
{{ include "matchLabels" . }}
app.kubernetes.io/name: harbor
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- /* A container with the probe of its port. */ -}}
{{- define "container" -}}
- name: {{ .name }}
  image: {{ .image.repository }}:{{ .image.tag }}
  securityContext: {{- toYaml .root.Values.containerSecurityContext | nindent 4 }}
  ports:
    - containerPort: {{ .port }}
  livenessProbe: &{{ .name }}
    tcpSocket:
      port: {{ .port }}
  readinessProbe: *{{ .name }}
  resources: {{- toYaml .resources | nindent 4 }}
{{- end }}

{{- define "secretKey" -}}
valueFrom:
  secretKeyRef:
    name: {{ index . 0 }}
    key: {{ index . 1 }}
{{- end }}
