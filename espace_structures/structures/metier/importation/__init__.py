"""Import of structures and conventions: what each line would do (pure), then the database (`ecriture`)."""
