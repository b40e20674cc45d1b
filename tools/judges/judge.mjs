// The JavaScript judges as a worker: {"judge", "file"} a line in, {"accepted", "why"} a line out.
// usage: node judge.mjs CONTEXTS_FOLDER SCHEMAS_FOLDER DOCS_FOLDER
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createVerifyCryptosuite as jcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as jose from 'jose';
import {documentLoader} from './loader.mjs';

const {verifyCredential} = await import('@digitalcredentials/verifier-core');
const suites = () => [rdfc, jcs()].map(cryptosuite => new DataIntegrityProof({cryptosuite}));

// It says that the list was read, and apart what the list says.
async function inForce(options) {
  const answer = await checkStatus({...options, verifyMatchingIssuers: false});
  return answer.results?.some(({status}) => status) ? {verified: false, error: new Error('revoked')} : answer;
}

const judges = {
  async 'digital-bazaar'(text) {
    const credential = JSON.parse(text);
    const suite = suites();
    return refusal(await vc.verifyCredential({credential, suite, documentLoader, checkStatus: inForce}), 'verified');
  },
  async 'verifier-core'(text) {
    const answer = await verifyCredential({credential: JSON.parse(text), knownDIDRegistries: []});
    const steps = Object.fromEntries((answer.log ?? []).map(({id, valid}) => [id, valid]));
    const isGood = steps.valid_signature === true && steps.expiration !== false &&
      (!('revocation_status' in steps) || steps.revocation_status === true) && !answer.errors?.length;
    return isGood ? null : JSON.stringify({steps, errors: answer.errors?.map(({name}) => name)});
  },
  async jose(text) {
    const header = jose.decodeProtectedHeader(text), claims = jose.decodeJwt(text);
    const {document} = await documentLoader(header.kid);
    const key = await jose.importJWK(document.publicKeyJwk ?? await jwkOf(document), header.alg);
    await jose.compactVerify(text, key);
    const credential = claims.vc ?? claims;
    const issuer = credential.issuer?.id ?? credential.issuer;
    return claims.iss && claims.iss !== issuer ? 'iss is not the issuer' : null;
  }
};

const jwkOf = async method => Ed25519Multikey.toJwk({keyPair: await Ed25519Multikey.from(method)});

function refusal(answer, member) {
  if(answer[member]) return null;
  const errors = [answer.error, ...(answer.error?.errors ?? []), answer.statusResult?.error].filter(Boolean);
  return [...new Set(errors.map(({message}) => String(message).split('\n')[0]))].join(' | ') || 'refused';
}

for await (const line of createInterface({input: process.stdin})) {
  const {judge, file} = JSON.parse(line);
  let why;
  try {
    why = await judges[judge](readFileSync(file, 'utf8').trim());
  } catch(error) {
    why = String(error.message ?? error).split('\n')[0];
  }
  console.log(JSON.stringify({accepted: why === null, why}));
}
