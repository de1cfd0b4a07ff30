{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "selector" . }}
{{- end }}

{{- define "selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- /* HTCondor's own user in its images, which all of the pool runs as. */ -}}
{{- define "user" -}}
runAsNonRoot: true
runAsUser: 64
runAsGroup: 64
fsGroup: 64
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "hardened" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "mounts" -}}
- name: condor
  mountPath: /condor
- name: content
  mountPath: /content
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- end }}

{{- define "volumes" -}}
- name: content
  configMap:
    name: {{ .Release.Name }}
- name: tmp
  emptyDir:
    sizeLimit: 1Gi
{{- end }}
