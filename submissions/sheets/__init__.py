"""Spreadsheets: the template of a round, the check of a filled one row by row, its import as a whole, the export.

`columns` is the one table all of them are made from. `reading` opens what people really send.
"""
