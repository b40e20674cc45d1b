// Where the JavaScript judges find documents: pinned contexts, a folder of documents, did:key. Never the network.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import jsigs from 'jsonld-signatures';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as didKey from '@digitalbazaar/did-method-key';

export const [contextsFolder, schemasFolder, docsFolder] = process.argv.slice(2);
const json = file => JSON.parse(readFileSync(file, 'utf8'));
export const contexts = new Map(json(join(contextsFolder, 'manifest.json'))
  .map(({url, file}) => [url, json(join(contextsFolder, file))]));
export const docs = new Map(Object.entries(json(join(docsFolder, 'index.json')))
  .map(([url, file]) => [url, join(docsFolder, file)]));

const driver = didKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

export const documentLoader = jsigs.extendContextLoader(async url => {
  const document = contexts.get(url) || await found(url);
  if(!document) throw new Error(`not here: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
});

async function found(url) {
  if(url.startsWith('did:key:')) return driver.get({url});
  const [base, fragment] = url.split('#');
  if(!docs.has(base)) return null;
  const document = json(docs.get(base));
  if(!fragment || !document.verificationMethod) return document;
  const method = document.verificationMethod.find(({id}) => id === url);
  return method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}

// DCC's verifier asks by fetch: schemas and documents come from here too.
globalThis.fetch = async input => {
  const url = String(input?.url ?? input).split('#')[0];
  const schema = join(schemasFolder, url.split('/').pop());
  const file = docs.get(url) ?? (url.includes('/schema/json/') && existsSync(schema) ? schema : null);
  if(!file) throw new TypeError(`fetch failed: ${url}`);
  return new Response(readFileSync(file), {status: 200, headers: {'content-type': 'application/json'}});
};
