{{- define "selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "selector" . }}
{{- end }}
{{- define "name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "probe" -}}
httpGet:
  path: {{ .root.Values.http.relativePath | trimSuffix "/" }}/{{ .path }}
  port: http-internal
{{- end }}
