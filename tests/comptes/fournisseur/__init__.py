"""A real OpenID Connect provider, run beside the tests in place of ProConnect: its own project, database, address."""
