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

{{- define "run" -}}
metadata:
  labels: {{- include "selector" . | nindent 4 }}
spec:
  restartPolicy: Never
  serviceAccountName: {{ .Release.Name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65534
    runAsGroup: 65534
    fsGroup: 65534
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: harbor
      {{- with .Values.image }}
      image: {{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
      {{- end }}
      # Without a file of compiled code: there is nowhere to write it.
      command: [python3, -B, /config/harbor.py]
      env:
        - name: ADDRESS
          value: {{ .Values.address }}
        - name: WAIT
          value: {{ .Values.wait | quote }}
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: config
          mountPath: /config
          readOnly: true
        - name: secrets
          mountPath: /run/secrets/harbor
          readOnly: true
  volumes:
    - name: config
      configMap:
        name: {{ .Release.Name }}
    - name: secrets
      secret:
        secretName: {{ .Values.secretName }}
        defaultMode: 0440
{{- end }}
