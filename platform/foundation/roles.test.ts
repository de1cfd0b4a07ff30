import { exampleConfig } from "../testing";
import { grants, quotaOf } from "./roles";

const roles = exampleConfig({
  roles: {
    operators: { groups: ["ops"] },
    serviceOwners: { groups: ["owners"] },
    labAdmins: {
      groups: ["teachers", "helpers"],
      quota: { cpu: "100", memory: "200Gi", pods: 200, storage: "1Ti", claims: 100 },
    },
    users: { groups: ["everybody"] },
  },
}).platform.roles;

test("operators only look into labs, and users have no rights anywhere", () => {
  const operators = { name: "operators", groups: ["ops"] };
  expect(grants("operators", roles)).toEqual([{ ...operators, clusterRole: "admin" }]);
  expect(grants("serviceOwners", roles)).toEqual([
    { ...operators, clusterRole: "admin" },
    { name: "service-owners", clusterRole: "edit", groups: ["owners"] },
  ]);
  expect(grants("labAdmins", roles)).toEqual([
    { ...operators, clusterRole: "view" },
    { name: "lab-admins", clusterRole: "edit", groups: ["teachers", "helpers"] },
  ]);
});

test("a role that no group has is bound to nobody", () => {
  expect(grants("labAdmins", exampleConfig().platform.roles)).toEqual([]);
});

test("the owner's quota, else that of every service", () => {
  const { quota } = exampleConfig().platform;
  expect(quotaOf("labAdmins", { quota, roles })).toMatchObject({ cpu: "100" });
  expect(quotaOf("operators", { quota, roles })).toBe(quota);
});
