"""The whole record as files: `tables` says what stands in them, `writing` writes one, `files` keeps one set of them for
each public version, `views` hands them out."""
