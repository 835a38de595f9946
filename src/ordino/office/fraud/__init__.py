"""Fraud review: suspected orders with their reasons, the verdict, and what each rule has been worth."""
