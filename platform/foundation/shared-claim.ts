/** An export of the file server for the pods of one namespace. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SharedFiles } from "../../infra/contract";
import type { Labels } from "./labels";
import { countedSize } from "./shared-claim-size";
import { sharedVolume } from "./storage";

export interface SharedClaimArgs {
  files: SharedFiles;
  /** True: nobody writes through this claim, whatever the export allows. */
  readOnly: boolean;
  namespace: pulumi.Input<string>;
  labels: Labels;
}

/**
 * A volume belongs to one claim for good, so each namespace has a volume of its own for the same files. The claim has the export's name.
 * Both may go at any time: the files are not theirs.
 */
export class SharedClaim extends pulumi.ComponentResource {
  constructor(name: string, args: SharedClaimArgs, opts: pulumi.ComponentResourceOptions) {
    const { files, namespace, labels } = args;
    super("science-platform:foundation:SharedClaim", name, args, opts);
    const readOnly = args.readOnly || files.readOnly;
    const { spec } = sharedVolume({ ...files, readOnly }, labels);

    const volume = new kubernetes.core.v1.PersistentVolume(
      name,
      { metadata: { name, labels }, spec },
      // Kubernetes refuses to change where the files are.
      { parent: this, deleteBeforeReplace: true },
    );
    new kubernetes.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: { name: files.name, namespace, labels },
        spec: {
          accessModes: [readOnly ? "ReadOnlyMany" : "ReadWriteMany"],
          storageClassName: "",
          volumeName: volume.metadata.name,
          resources: { requests: { storage: countedSize } },
        },
      },
      { parent: this, deleteBeforeReplace: true },
    );

    this.registerOutputs();
  }
}
