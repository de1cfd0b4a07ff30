{{- define "name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "selector" -}}
app.kubernetes.io/name: kueue
app.kubernetes.io/instance: {{ .Release.Name }}
control-plane: controller-manager
{{- end }}
