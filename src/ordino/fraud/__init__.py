"""How likely it is that an order is fraud: rules, a score, and its reasons.

Owns assessments. A score that is too high opens a hold; people decide.
"""
