"""What goes out to departments and comes back: the task workbook, evidence in a zip, reminders.

`headings` is the one table of columns; `workbook` writes it, `intake` reads it again; `archive` opens zips as Windows
makes them, `evidence` turns them into materials; `reminding` lists who has not answered. `submissions.tasks` writes.
"""
