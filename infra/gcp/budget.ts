import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../config/schema";
import type { Site } from "../site";

export interface BudgetArgs {
  site: Site;
  project: string;
  /** Billing account, amount and thresholds. */
  budget: NonNullable<GcpConfig["gcp"]["budget"]>;
}

/** Mail to the billing account's administrators and the project's owners when a share of the month's money is spent. It stops nothing. */
export class Budget extends pulumi.ComponentResource {
  constructor(name: string, args: BudgetArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Budget", name, args, opts);
    const { billingAccount, amount, currency, thresholds } = args.budget;

    // Budgets name projects by number.
    const { number } = gcp.organizations.getProjectOutput({ projectId: args.project }, { parent: this });
    new gcp.billing.Budget(
      name,
      {
        billingAccount,
        displayName: `${args.site.name} (${args.project})`,
        budgetFilter: { projects: [pulumi.interpolate`projects/${number}`], calendarPeriod: "MONTH" },
        amount: { specifiedAmount: { currencyCode: currency, units: String(amount) } },
        thresholdRules: thresholds.map((thresholdPercent) => ({ thresholdPercent, spendBasis: "CURRENT_SPEND" })),
        allUpdatesRule: { disableDefaultIamRecipients: false, enableProjectLevelRecipients: true },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
