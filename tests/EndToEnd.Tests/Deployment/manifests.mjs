// Reads documents of Kubernetes from standard input, holds each to its schema and to its type, and prints them as one JSON array.
// The schemas know what is required and which forms values have; the types know which names there are, so that a name with a typing error is found.
import { readFileSync } from "node:fs";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const documents = parseAllDocuments(readFileSync(0, "utf8")).map(toPlain).filter(Boolean);
const faults = [];
for (const document of documents)
  faults.push(...(await faultsOfSchema(document)).map((fault) => `${document.kind} ${document.metadata?.name}: ${fault}`));
faults.push(...faultsOfTypes(documents));

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(JSON.stringify(documents));

function toPlain(document) {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}

function moduleOf({ apiVersion }) {
  const isOperator = apiVersion.startsWith("monitoring.coreos.com/");
  return `${isOperator ? "@kubernetes-models/prometheus-operator" : "kubernetes-models"}/${apiVersion}`;
}

async function faultsOfSchema(document) {
  const model = (await import(moduleOf(document)))[document.kind];
  if (!model) return [`${document.apiVersion} has no such kind`];
  try {
    new model(document).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

function faultsOfTypes(all) {
  const name = new URL("documents.ts", import.meta.url).pathname;
  const text = all
    .map((document, at) => `import { I${document.kind} as T${at} } from "${moduleOf(document)}/${document.kind}";\nexport const d${at}: T${at} = ${JSON.stringify(document, null, 1)};\n`)
    .join("");
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
  const host = ts.createCompilerHost(options);
  const [read, exists] = [host.getSourceFile, host.fileExists];
  host.getSourceFile = (file, ...rest) => (file === name ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : read.call(host, file, ...rest));
  host.fileExists = (file) => file === name || exists.call(host, file);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map((fault) => `line ${fault.file ? fault.file.getLineAndCharacterOfPosition(fault.start).line + 1 : "?"}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`);
}
