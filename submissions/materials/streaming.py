"""A plain form with files, judged while Django still reads it: what is refused is neither kept nor read to its end."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from .kinds import MB
from .receiving import Receiving
from .refusal import Refused

LARGEST_FORM = 301 * MB  # of any form: the zip with evidence may have 300
MOST_AT_ONCE = 60 * MB  # of a form with all its files, as the proxy allows; longer ones come in chunks


class WithinBounds(FileUploadHandler):
    """Before every other handler, for all pages: what is larger than any page takes is not even written aside."""

    def handle_raw_input(self, input_data, meta, content_length, *args, **kwargs):
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class Arrived(UploadedFile):
    """A file of the form that arrived and lies aside."""

    def __init__(self, name, size, receiving):
        super().__init__(receiving.file, name, size=size)
        self.receiving = receiving

    def close(self):
        self.receiving.close()


class Watchman(FileUploadHandler):
    """Django's way to look at a file while it arrives. `refused` holds those that are not in `request.FILES`."""

    def __init__(self, request, limits):
        super().__init__(request)
        self.limits, self.refused, self.receiving = limits, [], None

    def handle_raw_input(self, input_data, meta, content_length, *args, **kwargs):
        if content_length > MOST_AT_ONCE:
            raise Refused(_("More than %(most)s MB were sent at once. Send less.") % {"most": MOST_AT_ONCE // MB})

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.receiving = Receiving(self.limits)

    def receive_data_chunk(self, raw_data, start):
        try:
            self.receiving.write(raw_data)
        except Refused as refusal:
            self.receiving.close()
            self.refused.append((self.file_name, refusal))
            raise SkipFile from refusal

    def file_complete(self, file_size):
        return Arrived(self.file_name, file_size, self.receiving)

    def upload_interrupted(self):
        if self.receiving:
            self.receiving.close()
