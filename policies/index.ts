/** The policy pack. Making it starts a server, so tests import the rules and never this file. */
import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { policiesOf } from "./pack";
import { rules } from "./rules";

new PolicyPack("science-platform", { policies: policiesOf(rules) as ResourceValidationPolicy[] });
