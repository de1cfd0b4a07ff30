{{- define "labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "pod-labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "hardened" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
{{- /* The container that copies. Of: root, target, kind, name, folder. */ -}}
{{- define "copy" -}}
- name: copy
  image: {{ .root.Values.image.repository }}:{{ .root.Values.image.tag }}
  command: [sh, /scripts/copy.sh]
  env:
    - { name: SITE, value: {{ .root.Values.site | quote }} }
    - { name: KIND, value: {{ printf "%s-%s" .kind .name | quote }} }
    - { name: FOLDER, value: {{ .folder | quote }} }
    - { name: RETAIN_DAYS, value: {{ .root.Values.retainDays | quote }} }
    - { name: RESTIC_REPOSITORY, value: {{ printf "%s/%s-%s" .target.repository .kind .name | quote }} }
    - { name: RESTIC_PASSWORD_FILE, value: /secrets/password }
    - { name: RESTIC_CACHE_DIR, value: /cache }
    - { name: TMPDIR, value: /cache }
    - { name: RESTIC_PROGRESS_FPS, value: "0.0167" }
    {{- with .target.region }}
    - { name: AWS_DEFAULT_REGION, value: {{ . | quote }} }
    {{- end }}
    {{- with .target.accessKey }}
    - name: AWS_ACCESS_KEY_ID
      valueFrom: { secretKeyRef: { name: {{ $.root.Values.secretName | quote }}, key: {{ . | quote }} } }
    {{- end }}
    {{- with .target.secretKey }}
    - name: AWS_SECRET_ACCESS_KEY
      valueFrom: { secretKeyRef: { name: {{ $.root.Values.secretName | quote }}, key: {{ . | quote }} } }
    {{- end }}
  # The end of its log is then part of the pod, for `science-platform backup run`.
  terminationMessagePolicy: FallbackToLogsOnError
  resources: {{- toYaml .root.Values.resources | nindent 4 }}
  securityContext: {{- include "hardened" . | nindent 4 }}
  volumeMounts:
    - { name: scripts, mountPath: /scripts, readOnly: true }
    - { name: password, mountPath: /secrets, readOnly: true }
    - { name: cache, mountPath: /cache }
    - { name: data, mountPath: {{ .folder | quote }}, readOnly: true }
{{- end }}
{{- define "volumes" -}}
- name: scripts
  configMap: { name: {{ .Release.Name }}-scripts }
- name: password
  secret:
    secretName: {{ .Values.secretName | quote }}
    defaultMode: 0440
    items: [{ key: password, path: password }]
- name: cache
  emptyDir: { sizeLimit: {{ .Values.cache }} }
{{- end }}
