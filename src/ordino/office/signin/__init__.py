"""Who may sign in, and how: passwords, second factors, sessions, single sign-on, and what a person prefers."""
