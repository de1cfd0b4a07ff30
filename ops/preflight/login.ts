/** Logs in to the cloud that a stack file names. */
import type { OpenstackConfig } from "../../config/schema";
import { UserError } from "../errors";
import { errorText } from "../error-text";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";

/** @throws UserError when there is no such entry, nobody answers, or the cloud refuses. */
export async function login({ cloud, region }: OpenstackConfig["openstack"]): Promise<OpenstackClient> {
  try {
    return await OpenstackClient.login({ ...readCloud(cloud), region_name: region });
  } catch (error) {
    throw new UserError(`The cloud "${cloud}" cannot be asked: ${errorText(error)}`);
  }
}
