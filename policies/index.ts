/** The policy pack. Making it starts a server, so tests import the rules and never this file. */
import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./pack";
import { rules } from "./rules";

new PolicyPack("science-platform", { policies: rules.map(policyOf) });
