"""Bringing existing data in: a declared mapping turns the rows of a file into commands.

Every line of a file ends in exactly one place: captured, listed with its category, or refused with its line and field; the
reconciliation proves it with the sum of the file.
"""
