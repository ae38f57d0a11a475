"""Import of structures and conventions from a spreadsheet: read, foresee without writing, then write all or nothing.

`lecture` turns a file into lines of text; `structures` and `conventions` say what each line would do, given what the
database holds; `ecriture` does it in one transaction, provided that nothing changed since the preview.
"""
