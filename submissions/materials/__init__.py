"""Materials: what is taken, how it is kept, who gets it.

    kinds.KINDS                the kinds of file; kinds.CHOICES for forms, kinds.accept(codes) for a file field
    naming.clean(name)         the name a file is kept under; naming.leads_out(path) for entries of archives
    take(file, name, *, formats=(), largest_mb=20, most_pages=None) -> StoredFile
                               checks an open binary file (anything with `read`) by content and keeps it
    add(submission, by, file, name, requirement="", task=None) -> Material
                               `file`: an open file or a StoredFile; asks the rule "edit_materials", the parts that are
                               open, and the requirement's formats, size and pages
    remove(material, by)       from the submission; versions keep what was handed in
    serving.answer(stored, name) -> HttpResponse
                               the file as an attachment, to whoever the view has let through

All of them raise `Refused`; `str()` is the sentence for the user, and nothing was written.
"""

from .checking import Limits
from .holding import add, remove
from .receiving import take
from .refusal import Refused

__all__ = ["Limits", "Refused", "add", "remove", "take"]
