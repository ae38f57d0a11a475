"""The one way in: text, numbers, dates, identifiers, telephones as people type or paste them.

Pure functions, and one middleware that cleans the texts of a request.

Every entrance reads through here: forms, panels of the back office, imports, search, the command line.
"""
