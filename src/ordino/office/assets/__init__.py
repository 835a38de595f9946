"""What the browser is given, built once from exact versions and served from here; no address outside is ever asked."""
