{{- define "fullname" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "labels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: {{ .Chart.Name }}
release: {{ .Release.Name | quote }}
{{- end }}
{{- define "image" -}}
{{ .registry }}/{{ .repository }}:{{ .tag }}
{{- end }}
{{- define "podSecurity" -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
seccompProfile:
  type: RuntimeDefault
{{- end }}
{{- define "containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
{{- define "probes" -}}
readinessProbe: &probe
  httpGet:
    path: {{ .path }}
    port: {{ .port }}
livenessProbe: *probe
{{- end }}
