# SPDX-License-Identifier: Apache-2.0
"""Reports without an account, sealed and sent as the public site does, and what the desk has done with them so far."""

import datetime
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection

from quatrefoil.demo.scene import DESK, Scene
from quatrefoil.foundation.exchange import actions as inbox
from quatrefoil.foundation.exchange import arrivals, letterbox
from quatrefoil.foundation.exchange.letterbox import Outside
from quatrefoil.foundation.exchange.models import InboxReport
from quatrefoil.foundation.exchange.sealed_forms import Answers, MessageForm, ReportForm
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import Receipt, receipt_from_nonce
from quatrefoil.protection.hotline import report_actions
from quatrefoil.standards.instruments.public_report import VERSION

HANA: Final = "Hana Kim"
IBEN: Final = "Iben Holm"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote on the public site."""

    minutes_ago: float
    language: str
    region: str
    danger: str
    themes: tuple[str, ...]
    words: str
    asks_for_help: bool = True
    reach: Answers = field(default_factory=lambda: {"channel": "receipt"})
    is_queued: bool = False

    @property
    def answers(self) -> dict[str, str | list[str]]:
        """The questionnaire as it was filled in."""
        who = (
            {"about": "me"}
            if self.asks_for_help
            else {"about": "several", "police_may_know": "no", "inspectors_may_know": "yes"}
        )
        return {
            "danger": self.danger, "themes": list(self.themes), "own_words": self.words, "region": self.region,
            "language": self.language, **who, **self.reach,
        }  # fmt: skip


WRITTEN: Final = (
    Written(6, "en", "velo", "now", ("cannot_leave", "watched"), "They lock the hall at night. Tonight they said somebody will be moved.",
            reach={"channel": "text", "whose_phone": "own", "safe_times": ["night"], "safe_word": "saucer"}),
    Written(41, "fr", "karsa", "soon", ("pay_withheld", "papers_kept"), "Ils gardent mon passeport depuis mars. Je voudrais partir sans bruit."),
    Written(170, "ar", "ludova", "no", ("debt", "false_promise"), "وعدوني بعمل في مطعم. الدين يكبر كل شهر."),
    Written(75, "es", "sarvate", "do_not_know", ("pay_withheld", "violence"), "Somos once en la finca. El capataz pega a los nuevos."),
    Written(1500, "en", "ostrima", "soon", ("household",), "I look after the children from five until midnight."),
    Written(2900, "fr", "tomirra", "no", ("false_promise", "watched"), "On m’avait promis des études. Je travaille dans un salon."),
    Written(700, "en", "quenby", "no", ("other",), "My landlord does not repair the heating.", asks_for_help=False),
    Written(260, "en", "pellin", "soon", ("child_work",), "Two boys at the car wash, also in school hours.", asks_for_help=False),
    Written(520, "es", "velo", "no", ("pay_withheld",), "No pagan las horas de noche en el hotel.", asks_for_help=False),
    Written(55, "en", "velo", "no", ("other",), "test test test", asks_for_help=False, is_queued=True),
)  # fmt: skip
CLAIMED, NEWS, CONTACT, CLOSED = range(3, 7)


def play(scene: Scene) -> dict[str, int]:
    """Send them in their order, then let the desk work."""
    if connection.vendor == "postgresql":
        return {}  # there only the role of the public process drops reports in, and the builder is the staff side's
    order = sorted(range(len(WRITTEN)), key=lambda each: -WRITTEN[each].minutes_ago)
    receipts = {each: send(scene, WRITTEN[each]) for each in order}
    reports = {each: letterbox.report_id(receipt) for each, receipt in receipts.items()}
    work(scene, reports)
    write_again(
        scene, receipts[NEWS], 33, "I can go to the park with the children on Thursday at four. Is that a good time?"
    )
    return {"public reports of these days": len(reports)}


def send(scene: Scene, written: Written) -> Receipt:
    """What the public process does when somebody presses Send."""
    scene.clock.set(scene.ago(written.minutes_ago))
    nonce = scene.rng.bytes(16)
    receipt = receipt_from_nonce(instance_keys.receipt_pepper(), nonce)
    outside = Outside(letterbox.WEB, written.language, written.danger, written.region, is_queued=written.is_queued)
    form = ReportForm(
        questionnaire="public_help" if written.asks_for_help else "public_report", version=VERSION, language=written.language,
        answers=written.answers, reply_key=letterbox.reply_key_of(receipt),
    )  # fmt: skip
    letterbox.put_report(receipt, outside, form, nonce)
    scene.clock.set(scene.ago(written.minutes_ago) + datetime.timedelta(seconds=20))
    arrivals.take_in()
    return receipt


def work(scene: Scene, reports: dict[int, UUID]) -> None:
    """Some are taken, one is answered, one became a contact, one was about something else."""
    with scene.just_now(IBEN, 1_440, DESK) as iben:
        report_actions.claim_report(iben, reports[NEWS])
        _answer(
            iben,
            reports[NEWS],
            "Thank you for writing. You decide what happens. Is there a time when you are alone for a while?",
        )
    with scene.just_now(HANA, 2_850, DESK) as hana:
        report_actions.claim_report(hana, reports[CONTACT])
        report_actions.contact_from_report(hana, reports[CONTACT])
        _answer(
            hana, reports[CONTACT], "Merci de nous avoir écrit. Nous pouvons vous aider à partir quand vous le voulez."
        )
    with scene.just_now(HANA, 650, DESK) as hana:
        report_actions.claim_report(hana, reports[CLOSED])
        report_actions.count_and_close(hana, reports[CLOSED], "out_of_scope")
    with scene.just_now(HANA, 20, DESK) as hana:
        report_actions.claim_report(hana, reports[CLAIMED])


def _answer(actor: Actor, report: UUID, words: str) -> None:
    revision = InboxReport.objects.get(id=report).revision
    inbox.answer(actor, report, words, revision=revision)


def write_again(scene: Scene, receipt: Receipt, minutes_ago: float, words: str) -> None:
    """The reporter comes back with the number and writes."""
    scene.clock.set(scene.ago(minutes_ago))
    letterbox.put_message(receipt, MessageForm("en", words), scene.new_id())
    arrivals.take_in()
