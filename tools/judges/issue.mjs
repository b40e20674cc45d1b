// Badges of independent issuers, for sceau to read: Digital Bazaar (rdfc, jcs) and jose (EdDSA, ES256, RS256).
// usage: node issue.mjs CONTEXTS_FOLDER SCHEMAS_FOLDER DOCS_FOLDER OUT_FOLDER HOW_MANY
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createSignCryptosuite as jcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as jose from 'jose';
import {documentLoader} from './loader.mjs';

const [, , , out, count] = process.argv.slice(2);
const key = await Ed25519Multikey.generate();
key.controller = `did:key:${key.publicKeyMultibase}`;
key.id = `${key.controller}#${key.publicKeyMultibase}`;

const credential = (number, issuer) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: `urn:uuid:${crypto.randomUUID()}`, type: ['VerifiableCredential', 'OpenBadgeCredential'], name: `Maille ${number} 🧶`,
  issuer: {id: issuer, type: ['Profile'], name: 'Les mailles du jeudi'}, validFrom: '2026-05-01T10:00:00Z',
  credentialSubject: {id: `urn:uuid:${crypto.randomUUID()}`, type: ['AchievementSubject'],
    achievement: {id: 'https://mailles.example/b/1', type: ['Achievement'], achievementType: 'Competency', name: 'Maille',
      description: 'Tricoter, et l’apprendre à quelqu’un.', criteria: {narrative: '- monter les mailles\n- les rattraper'}}}
});
const write = (name, text) => writeFileSync(join(out, name), text);

for(let number = 0; number < Number(count); number++) {
  for(const [name, cryptosuite] of [['rdfc', rdfc], ['jcs', jcs()]]) {
    const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
    const signed = await vc.issue({credential: credential(number, key.controller), suite, documentLoader});
    write(`digital-bazaar-${name}-${number}.json`, JSON.stringify(signed));
  }
}
for(const alg of ['EdDSA', 'ES256', 'RS256']) {
  const options = {extractable: true, ...(alg === 'EdDSA' && {crv: 'Ed25519'})};
  const {publicKey, privateKey} = await jose.generateKeyPair(alg, options);
  const jwk = {...await jose.exportJWK(publicKey), alg};
  const did = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
  const badge = credential(alg, did);
  const claims = {iss: did, sub: badge.credentialSubject.id, jti: badge.id, nbf: Date.parse(badge.validFrom) / 1000};
  const header = {alg, typ: 'JWT', kid: `${did}#0`};
  write(`jose-${alg}.jwt`, await new jose.SignJWT({...badge, ...claims}).setProtectedHeader(header).sign(privateKey));
}
