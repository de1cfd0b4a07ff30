{{- /* One executor, as the scaler makes it. */ -}}
{{- define "executor" -}}
{{- $executor := .Values.executor -}}
apiVersion: batch/v1
kind: Job
metadata:
  generateName: {{ .Release.Name }}-executor-
  namespace: {{ .Release.Namespace }}
  labels:
    htcondor: executor
    {{- include "labels" . | nindent 4 }}
spec:
  # HTCondor itself starts a job anew that was lost.
  backoffLimit: 0
  ttlSecondsAfterFinished: 300
  template:
    metadata:
      labels:
        htcondor: executor
        {{- include "labels" . | nindent 8 }}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ add $executor.grace 30 }}
      priorityClassName: {{ $executor.priorityClassName | quote }}
      nodeSelector: {{- toYaml $executor.nodeSelector | nindent 8 }}
      tolerations: {{- toYaml $executor.tolerations | nindent 8 }}
      securityContext: {{- include "user" . | nindent 8 }}
      initContainers:
        - name: token
          image: {{ include "image" . }}
          command: [sh, /content/token.sh]
          env: &env
            - name: CONDOR_CONFIG
              value: /content/condor_config
            - name: ROLE
              value: executor
          resources: {{- toYaml .Values.scaler.resources | nindent 12 }}
          securityContext: {{- include "hardened" . | nindent 12 }}
          volumeMounts:
            - name: keys
              mountPath: /keys
              readOnly: true
            - name: token
              mountPath: /token
            - name: scratch
              mountPath: /condor
            - name: content
              mountPath: /content
              readOnly: true
            - name: tmp
              mountPath: /tmp
      containers:
        - name: executor
          image: {{ $executor.image | default (include "image" .) }}
          command: [sh, /content/start.sh, executor]
          env: *env
          resources: {{- toYaml $executor.resources | nindent 12 }}
          securityContext: {{- include "hardened" . | nindent 12 }}
          volumeMounts:
            {{- include "mounts" . | nindent 12 }}
            - name: token
              mountPath: /token
              readOnly: true
      volumes:
        {{- include "volumes" . | nindent 8 }}
        # The key's only place in this pod, which the executor itself does not mount.
        - name: keys
          secret:
            secretName: {{ .Values.secretName }}
            items:
              - key: signing-key
                path: signing-key
        - name: token
          emptyDir:
            medium: Memory
            sizeLimit: 1Mi
        - name: scratch
          emptyDir:
            medium: Memory
            sizeLimit: 1Mi
        - name: condor
          emptyDir: {}
{{- end }}
