"""What a round asks of objectors."""

from django.utils.translation import gettext_lazy as _

from ..rules import objections
from .rounds import RulesForm, asked


class ObjectionRulesForm(RulesForm):
    title = _("Objections")
    lead = _("How objections to a proposed naming come in, and what an objector is asked. Ask no more than is used.")
    said = _("The rules for objections are saved.")
    takes_objections_online, tells_objection_totals = asked("takes_objections_online"), asked("tells_objection_totals")
    objections_ask_name, objections_ask_contact = asked("objections_ask_name"), asked("objections_ask_contact")
    objections_ask_address, objections_ask_identity = asked("objections_ask_address"), asked("objections_ask_identity")

    def __init__(self, data=None, *, rules):
        super().__init__(data, rules=rules)
        self.initial = self.now_stored()

    def picture(self, rules):
        return objections.objection_rules_of(rules)

    def now_stored(self):
        return {name: getattr(self.rules, name) for name in objections.OBJECTION_RULES}

    def write(self, by, seen, facts):
        objections.set_objection_rules(self.rules, by, seen, **facts)
