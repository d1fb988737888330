"""What a letter says by Zalo: title and link, within Zalo's limits, and nothing of what it says by e-mail."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from models.access import token_of
from models.errors import Refused
from models.letters import Letter
from models.phones import NoMobile
from notifications.address import Party
from notifications.channels.zalo.webhook import letter_of, tracking_id
from notifications.dispatch import Counter
from notifications.outgoing import Outgoing
from notifications.samples import SAMPLES
from notifications.words import KINDS
from notifications.zalo_letters import NotForZalo, check, refuse_unknown, template_of, templates, text_of

KEY = b"k" * 32
COUNTER = Counter(Party("Ban Chỉ đạo", "nhip@x.example"), KEY, "https://nhip.example", lambda _: b"")
ID, LINK = UUID("0102030a-0000-7000-8000-000000000001"), UUID("01020304-0000-7000-8000-000000000002")
APPROVED = {name: f"30{n}" for n, name in enumerate(templates().templates)}
PHONE = "0912 345 678"
BY_ZALO = sorted(templates().kinds)


def letter(kind: str, link_id: UUID | None = LINK, **words: Any) -> Letter:
    return Letter(id=ID, key="k", kind=kind, context={"words": SAMPLES[kind] | words}, link_id=link_id)


def test_every_kind_of_letter_has_its_template_or_never_goes_this_way() -> None:
    data = templates()
    assert data.kinds.keys() | data.never == KINDS.keys()
    assert not data.kinds.keys() & data.never
    assert {way.template for way in data.kinds.values()} == data.templates.keys()


@pytest.mark.parametrize("kind", BY_ZALO)
def test_a_template_message_carries_title_and_link_and_nothing_else(kind: str) -> None:
    way = templates().kinds[kind]
    made = template_of(letter(kind), COUNTER, PHONE, 1, APPROVED)
    title = way.title or SAMPLES[kind]["title"].rstrip(".")
    assert made.data == {"title": title, "link": f"t/{token_of(KEY, LINK)}"}
    assert (made.phone, made.template_id) == ("84912345678", APPROVED[way.template])
    assert (made.tracking_id, letter_of(made.tracking_id)) == (f"n-{ID.hex}-v1", ID)


@pytest.mark.parametrize("kind", BY_ZALO)
def test_neither_way_says_who_is_written_to_nor_what(kind: str) -> None:
    words = SAMPLES[kind] | {"recipient_name": "Nguyễn Kín Đáo", "what": "Nội dung riêng", "extra": {"x": "Số liệu riêng"}}
    told = letter(kind)
    told.context = {"words": words}
    both = f"{template_of(told, COUNTER, PHONE, 1, APPROVED)} {text_of(told, COUNTER, '2468')}"
    for secret in ("Kín Đáo", "Nội dung riêng", "Số liệu riêng"):
        assert secret not in both


def test_a_consultation_message_is_title_and_whole_link() -> None:
    made = text_of(letter("invitation"), COUNTER, "2468")
    assert (made.user_id, made.text) == ("2468", f"{SAMPLES['invitation']['title']}\nhttps://nhip.example/t/{token_of(KEY, LINK)}")


@pytest.mark.parametrize(
    ("kinds", "template", "title"),
    [(("remind", "remind", "remind"), "work", "03 việc đang chờ trả lời"), (("told", "receipt"), "notice", "02 tin của Ban")],
)
def test_letters_that_go_together_are_counted_and_lead_to_their_list(kinds: tuple[str, ...], template: str, title: str) -> None:
    def one(kind: str) -> Outgoing:
        return Outgoing(ID, "k", kind, {"words": SAMPLES[kind]}, "a@b.example", datetime(2019, 9, 2, tzinfo=UTC), "zalo")

    whole = replace(one(kinds[0]), kind="bundle", context={}, carries=tuple(one(kind) for kind in kinds))
    made = template_of(whole, COUNTER, PHONE, 1, APPROVED)
    assert (made.template_id, made.data) == (APPROVED[template], {"title": title, "link": "dang-nhap"})
    assert text_of(whole, COUNTER, "2468").text == f"{title}\nhttps://nhip.example/dang-nhap"


@pytest.mark.parametrize("kind", sorted(templates().never))
def test_a_code_and_a_guests_letter_never_go_this_way(kind: str) -> None:
    for make in (lambda one: template_of(one, COUNTER, PHONE, 1, APPROVED), lambda one: text_of(one, COUNTER, "2468")):
        with pytest.raises(NotForZalo, match=kind):
            make(letter(kind))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"title": "x" * 201}, "«title» .* 201 ký tự"),
        ({"title": ""}, "«title»"),
        ({"title": "Xem tại nhip.example.vn"}, "địa chỉ mạng"),
        ({"title": "Xem https://x"}, "địa chỉ mạng"),
    ],
)
def test_what_zalo_would_refuse_is_refused_before_it_is_sent(words: dict[str, str], why: str) -> None:
    with pytest.raises(NotForZalo, match=why):
        template_of(letter("ask", **words), COUNTER, PHONE, 1, APPROVED)


def test_the_longest_title_that_is_taken_still_fits_its_paragraph() -> None:
    for template in templates().templates.values():
        check(template, {"title": "x" * template.limits["title"], "link": "y" * template.limits["link"]})
        with pytest.raises(NotForZalo, match="«link»"):
            check(template, {"title": "x", "link": "y" * (template.limits["link"] + 1)})
        with pytest.raises(NotForZalo, match="Đoạn văn"):
            check(template.model_copy(update={"paragraphs": ("z" * 401,)}), {"title": "x", "link": "y"})


def test_a_letter_without_a_page_an_id_or_a_mobile_goes_another_way() -> None:
    with pytest.raises(NotForZalo, match="không có trang"):
        template_of(letter("told", link_id=None), COUNTER, PHONE, 1, APPROVED)
    with pytest.raises(NotForZalo, match="NHIP_ZALO_TEMPLATES"):
        template_of(letter("ask"), COUNTER, PHONE, 1, {})
    with pytest.raises(NoMobile):
        template_of(letter("ask"), COUNTER, "0297 3862 000", 1, APPROVED)


def test_an_id_for_a_template_that_is_not_ours_is_refused() -> None:
    refuse_unknown(APPROVED)
    with pytest.raises(Refused, match="mẫu không có: invite"):
        refuse_unknown({"invite": "1"})


def test_templates_name_no_parameter_they_have_no_limit_for_and_no_address() -> None:
    for template in templates().templates.values():
        text = " ".join(template.paragraphs)
        assert set(re.findall(r"<(\w+)>", text)) == {"title"}
        assert "http" not in text
        assert template.limits.keys() == {"title", "link"}


def test_a_tracking_id_is_short_enough_and_only_ours_are_read() -> None:
    assert len(tracking_id(ID, 999_999)) <= 48
    for strange in ("", "n-42-v1", f"n-{ID.hex}", f"n-{ID.hex}-v0", f"n-{ID.hex.upper()}-v1", f"n-{ID.hex}-v1\n"):
        assert letter_of(strange) is None
