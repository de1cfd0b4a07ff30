{{- define "labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* What serves the socket, on the node or beside the controller; it mounts, so it needs the node. */}}
{{- define "plugin" -}}
- name: nfs
  image: {{ .root.Values.image.nfs.repository }}:{{ .root.Values.image.nfs.tag }}
  securityContext:
    privileged: true
    allowPrivilegeEscalation: true
    capabilities:
      add: [SYS_ADMIN]
  args:
    - --nodeid=$(NODE_ID)
    - --endpoint=$(CSI_ENDPOINT)
    - --drivername={{ .root.Values.driver.name }}
  env:
    - name: NODE_ID
      valueFrom:
        fieldRef:
          fieldPath: spec.nodeName
    - name: CSI_ENDPOINT
      value: unix:///csi/csi.sock
  livenessProbe:
    httpGet:
      host: localhost
      path: /healthz
      port: {{ .port }}
    initialDelaySeconds: 30
    periodSeconds: 30
  resources: {{- toYaml .resources | nindent 4 }}
  volumeMounts:
    - name: socket-dir
      mountPath: /csi
    - name: pods-mount-dir
      mountPath: /var/lib/kubelet/pods
      mountPropagation: Bidirectional
{{- end }}

{{- define "sidecar" -}}
- name: {{ .name }}
  image: {{ .root.Values.image.baseRepo }}{{ .image.repository }}:{{ .image.tag }}
  args: {{- toYaml .args | nindent 4 }}
  securityContext:
    capabilities:
      drop: [ALL]
  resources: {{- toYaml .resources | nindent 4 }}
  volumeMounts:
    - name: socket-dir
      mountPath: /csi
{{- end }}
