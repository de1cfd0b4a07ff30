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

{{/* Settings of NFS-Ganesha for one export. */}}
{{- define "ganesha" -}}
NFS_CORE_PARAM {
  Protocols = 4;
  NFS_Port = 2049;
  Enable_UDP = false;
  Enable_NLM = false;
  Enable_RQUOTA = false;
}
NFS_KRB5 {
  Active_krb5 = false;
}
NFSv4 {
  Minor_Versions = 1, 2;
  # A client that is gone is forgotten after the first. After a restart clients say for the second what they had open; the others wait.
  Lease_Lifetime = 20;
  Grace_Period = 30;
  # On the volume, so that it goes where the volume goes.
  RecoveryBackend = fs;
  RecoveryRoot = "/export/state";
  # Users are numbers here, as on the nodes: there is nobody who knows their names.
  Only_Numeric_Owners = true;
  UseGetpwnam = true;
}
EXPORT_DEFAULTS {
  Access_Type = None;
  Protocols = 4;
  Transports = TCP;
  SecType = sys;
  Anonymous_uid = 65534;
  Anonymous_gid = 65534;
}
EXPORT {
  Export_Id = 1;
  Path = "/export/files";
  Pseudo = "/{{ .export.name }}";
  # The same on every node.
  Filesystem_Id = 1.1;
  FSAL {
    Name = VFS;
  }
  CLIENT {
    Clients = {{ join ", " .clients }};
    Protocols = 4;
    Access_Type = {{ ternary "RO" "RW" (.export.readOnly | default false) }};
    Squash = {{ ternary "No_Root_Squash" "Root_Squash" (.export.rootAccess | default false) }};
  }
}
LOG {
  Default_Log_Level = EVENT;
}
{{- end }}
