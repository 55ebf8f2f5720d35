// An API of one operation behind oidc-provider, which OpenID has certified: it gives tokens for client
// credentials, and the API asks it of each token that comes. `node server.mjs PORT`.
import http from 'node:http'
import Provider from 'oidc-provider'

const port = Number(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const api = 'urn:example:api'
// What form decoding would change, and what JSON and headers would.
const secret = 'a secret:%2B+/=&"~'

const client = (client_id, token_endpoint_auth_method, grant_types = ['client_credentials']) => ({
  client_id,
  client_secret: secret,
  token_endpoint_auth_method,
  grant_types,
  response_types: [],
  redirect_uris: [],
  scope: 'read write',
})

const provider = new Provider(issuer, {
  clients: [
    client('basic client:%+', 'client_secret_basic'),
    client('post client:%+', 'client_secret_post'),
    client('no grant', 'client_secret_basic', ['urn:ietf:params:oauth:grant-type:device_code']),
  ],
  scopes: ['read', 'write', 'admin'],
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => api,
      getResourceServerInfo: () => ({ scope: 'read write admin', accessTokenTTL: ttl, accessTokenFormat: 'opaque' }),
    },
  },
})

let ttl = 600
let calls = 0
const given = []
const revoked = new Set()
provider.on('client_credentials.saved', (saved) => given.push(saved.jti))

const token = (request) => (request.headers.authorization ?? '').replace(/^Bearer /, '')
const answer = (response, status, body) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const oidc = provider.callback()
http.createServer(async (request, response) => {
  const url = new URL(request.url, issuer)
  if (url.pathname === '/me') {
    calls += 1
    const found = await provider.ClientCredentials.find(token(request))
    if (!found || !found.isValid || revoked.has(found.jti)) {
      return answer(response, 401, { error: 'no token' })
    }
    return answer(response, 200, { client: found.clientId, scope: found.scope ?? '', audience: found.aud })
  }
  // What the tests ask of the server itself.
  if (url.pathname === '/control') {
    if (url.searchParams.has('ttl')) ttl = Number(url.searchParams.get('ttl'))
    if (url.searchParams.has('revoke')) given.forEach((jti) => revoked.add(jti))
    return answer(response, 200, { tokens: given.length, calls })
  }
  return oidc(request, response)
}).listen(port, '127.0.0.1')
