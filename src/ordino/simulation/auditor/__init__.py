"""The auditor of simulated runs: an independent, simple model of what a merchant's books must say.

It is fed with commands, answers and events, and knows no handler and no statement of the product. After each step it says what
the events cannot have meant, and where the tables differ from what it has reckoned.
"""
