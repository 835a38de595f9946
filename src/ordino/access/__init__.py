"""Which programs may ask: API keys with their scopes, their channel, their limits, and when they were last used.

Owns no login of people (the site's) and decides nothing about what is asked: a key becomes an `Actor`, and the engine asks that.
"""
