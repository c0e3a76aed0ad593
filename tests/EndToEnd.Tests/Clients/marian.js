// Marian itself, compiled to WebAssembly for browsers: translates the lines of a file with a directory of `worker export --format bergamot`.
// Loads the package's program by hand, since its own worker expects a browser, or Node without "type": "module".
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';

const program = join(dirname(createRequire(import.meta.url).resolve('@browsermt/bergamot-translator/package.json')), 'worker', 'bergamot-translator-worker');

// Browsers may bring products of 8 bits of their own; these are the program's.
const productsOf8Bits = instance => Object.fromEntries(Object.entries({
  int8_prepare_a: 'int8PrepareAFallback',
  int8_prepare_b: 'int8PrepareBFallback',
  int8_prepare_b_from_transposed: 'int8PrepareBFromTransposedFallback',
  int8_prepare_b_from_quantized_transposed: 'int8PrepareBFromQuantizedTransposedFallback',
  int8_prepare_bias: 'int8PrepareBiasFallback',
  int8_multiply_and_add_bias: 'int8MultiplyAndAddBiasFallback',
  int8_select_columns_of_b: 'int8SelectColumnsOfBFallback',
}).map(([wanted, there]) => [wanted, (...values) => instance().exports[there](...values)]));

const load = () => new Promise((resolve, reject) => {
  globalThis.Module = {
    print: console.error,
    printErr: console.error,
    instantiateWasm: (imports, accept) => {
      let instance;
      WebAssembly.instantiate(readFileSync(`${program}.wasm`), { ...imports, wasm_gemm: productsOf8Bits(() => instance) })
        .then(loaded => accept(instance = loaded.instance))
        .catch(reject);
      return {};
    },
    onRuntimeInitialized: () => resolve(globalThis.Module),
  };
  runInThisContext(readFileSync(`${program}.js`, 'utf8'));
});

const [folder, lines, settings] = process.argv.slice(2);
const decoder = readFileSync(join(folder, 'decoder.yml'), 'utf8');
const filesUnder = key => decoder.match(new RegExp(`^${key}:\\n((?:  - .*\\n)+)`, 'm'))[1].trim().split('\n').map(line => line.trim().slice(2));

const marian = await load();
const memory = (bytes, alignment) => {
  const aligned = new marian.AlignedMemory(bytes.length, alignment);
  aligned.getByteArrayView().set(bytes);
  return aligned;
};

const vocabularies = new marian.AlignedMemoryList();
for (const file of new Set(filesUnder('vocabs')))
  vocabularies.push_back(memory(readFileSync(join(folder, file)), 64));
const noShortlist = memory(new Uint8Array(0), 64);
const model = new marian.TranslationModel(settings, memory(readFileSync(join(folder, filesUnder('models')[0])), 256), noShortlist, vocabularies, null);

const [texts, options] = [new marian.VectorString(), new marian.VectorResponseOptions()];
for (const line of readFileSync(lines, 'utf8').trimEnd().split('\n')) {
  texts.push_back(line);
  options.push_back({ alignment: false, html: false, qualityScores: false });
}

const responses = new marian.BlockingService({ cacheSize: 0 }).translate(model, texts, options);
console.log(JSON.stringify(Array.from({ length: texts.size() }, (_, i) => responses.get(i).getTranslatedText())));
