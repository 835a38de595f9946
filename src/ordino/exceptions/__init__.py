"""Work items for people: what went wrong, whose it is, until when, and what may be done next.

Owns exceptions. Does not own holds: a hold keeps something from going on, an exception asks somebody to look.
"""
