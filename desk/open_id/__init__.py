"""Signing in with OpenID Connect: the code flow with PKCE, against one provider that the settings name.

Of Authlib the parts are used that make requests and judge claims (`oauth2.rfc6749`, `oauth2.rfc7636`,
`oidc.core`), with joserfc, its library for signatures, which takes the place of `authlib.jose`. The clients
that it has ready need httpx or requests, which know nothing of `desk.outward`: aiohttp sends what they would.
"""
