"""One road for every import: read a file, match its columns, foresee without writing, write all or nothing.

`textes` and `classeurs` open files, within `limites`; `tables` recognises headings; `lecture` gives the lines;
`cellules` reads one cell and compares; `ecriture` writes what the preview showed; `vues` are the three screens. Each
import brings its columns, what a line means, and how it is written (`ecriture.Genre`).
"""
