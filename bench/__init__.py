"""The benchmark of the portal: `make bench`. Each figure comes from a process of its own, on a database made for it."""
