"""Which columns of a list a person sees."""
