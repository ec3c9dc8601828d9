"""What the buttons of the messages page send along."""

from django import forms


class ReadForm(forms.Form):
    """The page to go back to."""

    page = forms.IntegerField(min_value=1, max_value=10**6, required=False)

    @property
    def back_to(self):
        return self.cleaned_data["page"] or 1


class ReadAllForm(forms.Form):
    """The newest message on the page: what came after it has not been seen."""

    until = forms.IntegerField(min_value=1, max_value=2**63 - 1)
