{{- /* Labels of one component: dict "root" . "component" "hub". */}}
{{- define "labels" -}}
{{ include "selector" . }}
chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
heritage: {{ .root.Release.Service }}
{{- end }}

{{- define "selector" -}}
app: {{ .root.Chart.Name }}
component: {{ .component }}
release: {{ .root.Release.Name }}
{{- end }}

{{- define "peer" -}}
- podSelector:
    matchLabels: {{- include "selector" . | nindent 6 }}
{{- end }}

{{- /* What a policy opens to addresses: dict "root" . "rules" egressAllowRules. */}}
{{- define "egress" -}}
{{- if .rules.nonPrivateIPs }}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, {{ .root.Values.singleuser.cloudMetadata.ip }}/32]
{{- end }}
{{- if .rules.privateIPs }}
- to:
    - ipBlock: { cidr: 10.0.0.0/8 }
    - ipBlock: { cidr: 172.16.0.0/12 }
    - ipBlock: { cidr: 192.168.0.0/16 }
{{- end }}
{{- end }}
