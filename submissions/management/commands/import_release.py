"""Publish a whole list of an earlier round from a table: `manage.py import_release FILE --round … --round-name … …`"""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.models import Category

from ...backfill import listing
from ...backfill.checking import check, in_row
from ...forms.backfilling import KINDS, FactsForm
from ...publishing import PublishRefused, import_release
from ...sheets.reading import Unreadable

OPTIONS = {
    "round": "code of the round: national-1",
    "round-name": "name of the round, in full",
    "kind": f"kind of the list: {', '.join(KINDS)}",
    "organ": "issuing organ",
    "title": "title of the document, without the marks 《》",
    "number": "document number; leave it out if it is unknown",
    "issued": "date of issue, YYYY-MM-DD",
    "level": "national (unless said), provincial or regional",
    "organising-region": "code or name of the organising division, below the national level",
    "year": "year of the round; unless said the one in its name, else that of the document",
    "title-regions": "title given to regions; unless said 法治政府建设示范地区",
    "title-projects": "title given to projects; unless said 法治政府建设示范项目",
    "total-regions": "how many regions the document lists",
    "total-projects": "how many projects the document lists",
}


class Command(BaseCommand):
    help = (
        "Publishes a whole list of an earlier round at once, recorded as done at the console. FILE is .csv or .xlsx "
        "with the columns category,name,region,lead_unit. All or nothing; the same file twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        for option, words in OPTIONS.items():
            parser.add_argument(f"--{option}", default="national" if option == "level" else "", help=words)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args, file, dry_run, **options):
        facts, found = _facts(options), _listing(file)
        plan = check(facts, found)
        for remark in [*plan.remarks, *(in_row(line.number, one) for line in plan.lines for one in line.remarks)]:
            self.stderr.write(remark)
        if plan.problems:
            raise _refused(plan.problems)
        if dry_run:
            self.stdout.write(_foretold(plan))
            return
        try:
            release, is_new = import_release(facts, found)
        except PublishRefused as refused:
            raise _refused(refused.sentences) from None
        self.stdout.write(_told(plan, release, is_new))


def _facts(options):
    form = FactsForm({name.replace("-", "_"): options[name.replace("-", "_")] for name in OPTIONS})
    if not form.is_valid():
        raise _refused(
            f"--{name.replace('_', '-')}: {sentence}" for name, told in form.errors.items() for sentence in told
        )
    return form.facts


def _listing(path):
    try:
        with open(path, "rb") as file:
            return listing.read(file)
    except OSError as error:
        raise _refused([_("%(path)s cannot be read: %(why)s") % {"path": path, "why": error.strerror}]) from None
    except Unreadable as refused:
        raise _refused([str(refused)]) from None


def _refused(sentences):
    return CommandError("\n".join([_("Nothing was published:"), *sentences]))


def _counts(plan):
    counts = Counter(one.category for one in plan.statements)
    facts = {"regions": counts[Category.COMPREHENSIVE], "projects": counts[Category.SINGLE]}
    return _("%(regions)s regions and %(projects)s projects") % facts


def _told(plan, release, is_new):
    facts = {"number": release.number, "round": plan.round.name, "counts": _counts(plan)}
    if is_new:
        return _("Published as release %(number)s: %(counts)s (%(round)s), recorded as done at the console.") % facts
    return _("Published already as release %(number)s: %(counts)s (%(round)s). Nothing changed.") % facts


def _foretold(plan):
    if plan.already:
        return _told(plan, plan.already, is_new=False)
    known = sum(one.entry is not None for one in plan.statements)
    facts = {"counts": _counts(plan), "round": plan.round.name, "code": plan.round.code, "known": known}
    told = [_("Nothing was written. It would publish %(counts)s in the round %(code)s (%(round)s).") % facts]
    if plan.new_round:
        told.append(plan.new_round)
    if known:
        told.append(_("%(known)s of them are public in this round already and get a further statement.") % facts)
    return "\n".join(told)
