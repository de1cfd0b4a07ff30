/** A TAP service: catalogues by ADQL, where it is not one of Phalanx's applications. */
import { copiesOf } from "../../../config/copies";
import type { Config } from "../../../config/schema";
import { tapDatabases } from "../../../config/secrets";
import { catalog } from "../../catalog";
import type { Opening } from "../../foundation/network-policies";
import { fromIngress } from "../../foundation/published";
import { plusContainers } from "../../foundation/quota";
import { fullName } from "../../full-name";
import { fromDumps } from "../backup/copy-names";
import type { Instance, Service } from "../service";
import { database, release, secretName, tapResources, tapSecrets, tapValues, type Tap } from "./values";
import { tapAlerts, tapDashboards } from "./watch";

const pods = (component: string) => ({
  "app.kubernetes.io/name": catalog.tap.name,
  "app.kubernetes.io/component": component,
});
const server = pods("server");

const openings = (config: Config): Record<string, Opening> => ({
  ingress: fromIngress(server, [8080]),
  database: { kind: "from-namespace", namespace: release, fromPods: server, pods: pods("database"), ports: [5432] },
  // The object store's port is known only when it is there, and the backend may be anywhere, in the cluster too.
  backend: { kind: "to-anywhere", pods: server },
  ...(copiesOf(config).databases.some((name) => tapDatabases.some((one) => one === name))
    ? { dumps: fromDumps(pods("database"), 5432) }
    : {}),
});

export const tap: Service = {
  name: "tap",
  title: "TAP",
  purpose: "Catalogues by ADQL (Table Access Protocol 1.1): queries at once and as jobs, with TAP_SCHEMA.",
  section: "tap",
  component: "Tap",
  charts: [catalog.tap],
  example: {
    objectStore: { buckets: ["tap-results"], lifecycle: { "tap-results": { deleteAfter: 30 } } },
    services: { tap: { host: "tap", replicas: 2, backend: { kind: "sample" }, resources: small() } },
  },
  notes: [
    "Sites with Phalanx have it as Phalanx's application `tap`, behind Gafaelfawr's login; then this section is refused.",
    "Does it work? `curl https://tap.<zone>/tap/availability` says so without a password. With the sample: `curl -u tap:PASSWORD " +
      "https://tap.<zone>/tap/sync -d REQUEST=doQuery -d LANG=ADQL -d FORMAT=csv --data-urlencode 'QUERY=SELECT TOP 10 star_name, ra, decl, " +
      "g_mag FROM sample.stars ORDER BY g_mag'` begins with Sample 01211.",
    "What protects it: with `access: password`, the default, the ingress controller asks for user and password of the Secret `tap-keys`; all " +
      "share them, nobody is told apart, and who knows the number of a job sees it. With `public` anybody asks. The service itself knows no users.",
    "Results of jobs are written to the bucket, and users are sent there: it must let anybody read an object whose name he knows, and list " +
      "nothing (Ceph: a policy with s3:GetObject; Swift: `swift post -r '.r:*' BUCKET`). Names have 16 random characters. Answers to /tap/sync do not go through the bucket.",
    "The service signs for the region us-west-2. Ceph's gateway takes any; Swift's S3 takes only its own, so there jobs fail unless its " +
      "`location` is that.",
    "`sample` is a PostgreSQL without pgSphere: CONTAINS, CIRCLE and the like need `postgresql` or `qserv`. Its stars are made anew at each start.",
    "What other tables there are, TAP_SCHEMA must be told, by Felis: `kubectl -n tap port-forward tap-db-0 5432`, then `felis load-tap-schema " +
      "--engine-url postgresql+psycopg2://tap_schema:PASSWORD@localhost/tap_schema --tap-schema-name tap_schema --tap-tables-postfix 11 tables.yaml`.",
    "Qserv is asked by version 2.15.1, the last that speaks SQL to it; later ones want Kafka in between.",
    "Passwords that are made anew (`secrets.rotations`) are set in the databases when `tap-db` starts: restart it, and `tap` after it.",
    "TapQueriesFail tells of answers with 500 and more, as the ingress controller counts them: queries at once that the service or its database " +
      "breaks off. A wrong query is its user's affair (400). A job that fails is not told: its phase, ERROR, stands in its own answer and in the database `uws`.",
    "With one replica nobody is answered while it is updated.",
  ],
  alerts: () => tapAlerts,
  dashboards: () => tapDashboards,
  instances: (config): Instance[] => {
    const { tap: settings } = config.services;
    return settings === undefined ? [] : [instance(settings, config)];
  },
};

/** A sample needs no more. */
function small() {
  return { cpu: { request: "200m", limit: "1" }, memory: { request: "1Gi", limit: "2Gi" } };
}

function instance(settings: Tap, config: Config): Instance {
  const { dns, platform } = config;
  return {
    name: release,
    settings: { tap: settings, host: fullName(settings.host, dns.zone) },
    chart: catalog.tap,
    values: (given) => tapValues(settings, config, given),
    resources: tapResources(settings),
    // Images are large, and the service waits for its database.
    timeout: 900,
    secret: {
      name: secretName,
      declared: { service: release, delivery: "platform", keys: tapSecrets(settings, config) },
    },
    namespace: { quota: plusContainers("serviceOwners", platform, [database]) },
    openings: openings(config),
    hosts: [settings.host],
    readiness: [
      { host: settings.host, path: "/tap/availability", status: 200 },
      { host: settings.host, path: "/tap/capabilities", status: 200 },
    ],
    backup: {
      kind: "volumes",
      what:
        "What was loaded into TAP_SCHEMA; jobs of the last days. With `services.backup.databases` both are dumped too. The sample is not: it " +
        "is made anew at each start; nor is what TAP asks at another server, which is its owner's.",
    },
  };
}
