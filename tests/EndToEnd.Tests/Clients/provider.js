// An OpenID provider on a port of its own. Prints its address and its client; whoever posts to /new-keys gives it other keys, as a provider changes its own.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const client = { id: 'newsroom', secret: randomUUID() };
let answer;

const server = createServer((request, response) => {
  if (request.url !== '/new-keys') {
    return answer(request, response);
  }

  startProvider();
  response.end();
});

function startProvider() {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  answer = new Provider(`http://127.0.0.1:${server.address().port}`, {
    jwks: { keys: [{ ...key, kid: randomUUID(), use: 'sig', alg: 'ES256' }] },
    cookies: { keys: [randomUUID()] },
    clients: [{
      client_id: client.id, client_secret: client.secret, id_token_signed_response_alg: 'ES256',
      grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
    }],
    scopes: ['translate', 'documents', 'operate'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          audience: new URL(resource).hostname, scope: 'translate documents operate', accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  }).callback();
}

server.listen(0, '127.0.0.1', () => {
  startProvider();
  console.log(JSON.stringify({ address: `http://127.0.0.1:${server.address().port}`, client }));
});
