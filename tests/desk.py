"""Working at the desk: a signed-in client for each person, and what a page's form would send."""

import re

from django.test import Client
from django.urls import reverse

from submissions.models import DraftRelease, Submission, Transition

from .reading import words


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def form_of(response):
    """What the page's form holds, ready to be changed and sent. A field of several controls holds what each sends."""
    values = {}
    for field in response.context["form"]:
        value = field.value()
        values |= value if isinstance(value, dict) else {field.html_name: "" if value is None else value}
    return values


def errors(response):
    """The sentences of the summary on top of the page, in order."""
    [summary] = re.findall(r'<div class="error-summary".*?</div>', response.content.decode(), re.S) or [""]
    return [words(line) for line in re.findall(r"<li>(.*?)</li>", summary, re.S)]


def said(response):
    """What the page says has just happened."""
    [messages] = re.findall(r'<ul class="messages".*?</ul>', response.content.decode(), re.S)
    return [words(line) for line in re.findall(r"<li[^>]*>(.*?)</li>", messages, re.S)]


def move_url(submission, name):
    return reverse("submission_move", args=[submission.pk, name])


def everything():
    """All that a refusal must leave as it was."""
    return [list(model.objects.order_by("pk").values()) for model in (Submission, Transition, DraftRelease)]
