/** Logs in to the cloud that a stack file names. */
import type { OpenstackConfig } from "../../config/schema";
import { explainFailure } from "../../infra/openstack/failures";
import { errorText } from "../error-text";
import { UserError } from "../errors";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";

/**
 * @param stack Its name, for what to do.
 * @throws UserError when there is no such entry, nobody answers, or the cloud refuses; with what that means.
 */
export async function login(
  { cloud, region }: OpenstackConfig["openstack"],
  stack: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<OpenstackClient> {
  try {
    return await OpenstackClient.login({ ...readCloud(cloud, env), region_name: region });
  } catch (error) {
    const text = errorText(error);
    const meaning = explainFailure(text, stack);
    throw new UserError(
      `The cloud "${cloud}" cannot be asked: ${text}${meaning === undefined ? "" : `\nThat means: ${meaning}`}`,
    );
  }
}
