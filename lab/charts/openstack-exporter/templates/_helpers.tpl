{{- define "selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "selector" . }}
{{- end }}
{{- define "clouds" -}}
clouds:
  site:
    auth_type: v3applicationcredential
    region_name: {{ .Values.cloud.region | quote }}
    auth:
      auth_url: {{ .Values.cloud.authUrl | quote }}
{{- end }}
