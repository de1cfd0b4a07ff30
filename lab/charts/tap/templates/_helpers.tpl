{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of the root and a component. */}}
{{- define "selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "image" -}}
{{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* An environment variable from the Secret; of the root and a key. */}}
{{- define "secret" -}}
- name: {{ .key }}
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.secretName }}
      key: {{ .key }}
{{- end }}

{{/* System properties of the service. $(NAME) is filled in by Kubernetes. */}}
{{- define "properties" -}}
{{- $db := printf "jdbc:postgresql://%s-db:5432" .Release.Name -}}
-Dbase_url=https://{{ .Values.host }}
-Dpath_prefix=/tap
-Dtomcat.connector.scheme=https
-Dtomcat.connector.secure=true
-Dtomcat.connector.proxyName={{ .Values.host }}
-Dtomcat.connector.proxyPort=443
-Dtomcat.connector.connectionTimeout=20000
-Dtomcat.connector.keepAliveTimeout=120000
-Dca.nrc.cadc.util.PropertiesReader.dir=/config/
-Dca.nrc.cadc.auth.IdentityManager=ca.nrc.cadc.auth.NoOpIdentityManager
-Duws.driverClassName=org.postgresql.Driver
-Duws.url={{ $db }}/uws
-Duws.username=uws
-Duws.password=$(UWS_PASSWORD)
-Duws.maxActive=8
-Dtapschemauser.driverClassName=org.postgresql.Driver
-Dtapschemauser.url={{ $db }}/tap_schema
-Dtapschemauser.username=tap_schema
-Dtapschemauser.password=$(TAP_SCHEMA_PASSWORD)
-Dtapschemauser.maxActive=5
-Dtapadm.maxActive=2
{{- with .Values.backend }}
{{- if eq .kind "qserv" }}
-Dtapuser.maxActive=5
-Dqservuser.driverClassName=com.mysql.cj.jdbc.Driver
-Dqservuser.url=jdbc:mysql://{{ .host }}:{{ .port }}/
-Dqservuser.username={{ .user }}
-Dqservuser.password=
-Dqservuser.maxActive={{ .connections }}
{{- else }}
{{- $url := eq .kind "sample" | ternary (printf "%s/sample" $db) (printf "jdbc:postgresql://%s:%v/%s" .host .port .database) }}
-Dtapuser.maxActive=5
-Dtap.url={{ $url }}
-Dtap.username={{ eq .kind "sample" | ternary "tap" .user }}
-Dtap.password=$(TAP_PASSWORD)
-Dtap.maxActive={{ .connections }}
{{- end }}
{{- end }}
-Dgcs_bucket={{ .Values.results.bucket }}
-Dgcs_bucket_url={{ .Values.results.url }}
-Dgcs_bucket_type={{ .Values.results.type }}
-XX:MaxRAMPercentage=75
{{- end }}
