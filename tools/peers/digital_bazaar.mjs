// Digital Bazaar's stack as a worker: one JSON command a line in, the microseconds of processor it took out.
// usage: node digital_bazaar.mjs CONTEXTS_FOLDER SEED_HEX
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import jsigs from 'jsonld-signatures';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as didKey from '@digitalbazaar/did-method-key';

const [folder, seed] = process.argv.slice(2);
const contexts = new Map();
for(const {url, file} of JSON.parse(readFileSync(join(folder, 'manifest.json')))) {
  contexts.set(url, JSON.parse(readFileSync(join(folder, file))));
}
const driver = didKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
const documentLoader = jsigs.extendContextLoader(async url => {
  const document = contexts.get(url) || (url.startsWith('did:key:') ? await driver.get({url}) : null);
  if(!document) throw new Error(`not here: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
});
const key = await Ed25519Multikey.generate({seed: Uint8Array.from(Buffer.from(seed, 'hex'))});
const name = key.publicKeyMultibase;
key.controller = `did:key:${name}`;
key.id = `${key.controller}#${name}`;

const work = {
  async issue(credentials) {
    const signed = [];
    for(const credential of credentials) {
      const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
      signed.push(await vc.issue({credential, suite, documentLoader}));
    }
    return signed;
  },
  async verify(credentials) {
    const answers = [];
    for(const credential of credentials) {
      const suite = new DataIntegrityProof({cryptosuite});
      answers.push((await vc.verifyCredential({credential, suite, documentLoader})).verified);
    }
    return answers;
  }
};

for await (const line of createInterface({input: process.stdin})) {
  const {command, credentials} = JSON.parse(line);
  const before = process.cpuUsage();
  const answers = await work[command](credentials);
  const {user, system} = process.cpuUsage(before);
  console.log(JSON.stringify({microseconds: (user + system) / credentials.length, answers}));
}
