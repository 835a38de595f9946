"""The audit, run on demand."""
