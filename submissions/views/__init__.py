"""The workbench: get, form, act, redirect. What may be seen and done stands in `permissions`, what happens in
`workflow`, `drafts` and `publishing`."""
