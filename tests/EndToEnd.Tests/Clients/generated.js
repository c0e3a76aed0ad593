// Validates the service's own OpenAPI document, generates types of it, compiles a client against them, and runs it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import openapiTypes, { astToString } from 'openapi-typescript';

const service = process.argv[2];
const here = import.meta.dirname;
const folder = mkdtempSync(join(here, 'node_modules', '.generated-'));   // below the packages, so that imports find them

const run = (...args) => {
  try {
    return execFileSync(process.execPath, args, { encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${args[0]}: ${error.stdout}${error.stderr}`);
  }
};

try {
  const document = await (await fetch(`${service}/swagger/v1/swagger.json`)).json();
  await SwaggerParser.validate(structuredClone(document));
  writeFileSync(join(folder, 'service.ts'), astToString(await openapiTypes(document)));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(join(here, 'generated-client.ts'), join(folder, 'client.ts'));
  run(join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '--strict', '--noEmitOnError', '--target', 'es2022', '--module', 'nodenext',
    '--lib', 'es2022,dom', '--skipLibCheck', join(folder, 'client.ts'));
  console.log(run(join(folder, 'client.js'), service).trim());
} finally {
  rmSync(folder, { recursive: true });
}
