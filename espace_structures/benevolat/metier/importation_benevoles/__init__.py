"""The list of volunteers that a structure already keeps: read, foreseen line by line, then written at once.

`colonnes` says what a cell may hold, `prevision` what each line would do, `ecriture` does it, provided that nothing
changed since the preview. The reading of files is that of the import of structures.
"""
