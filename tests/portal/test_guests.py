"""A guest's page (khoản 2 Điều 8): his items, their papers, and nothing else of the meeting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.office.cast import Handed
from tests.portal.reading import text_of
from tests.portal.test_links import counts
from tests.portal.visit import GUEST, PDF, Browser, House, payload

HIS, OTHERS = 3, 5  # numbers of agenda items that have papers


@pytest.fixture
def extended(house: House) -> House:
    """A guest is invited to one item; that one and another have their papers."""
    house.scripted["agenda"]["guests"] = [GUEST | {"items": str(HIS)}]
    house.reach("rsvp")
    for step in house.steps("paper"):
        if step.about["item"] in (HIS, OTHERS):
            house.say(step, {"choice": "send", "paper": Handed(f"muc-{step.about['item']}.pdf", content=PDF + bytes(step.about["item"]))})
    return house


def paper(house: House, item: int) -> str:
    step = next(one for one in house.steps("paper", "answered") if one.about["item"] == item)
    return str(payload(house, step)["paper"])


def test_a_guest_sees_when_and_where_his_items_and_their_papers(extended: House, anybody: Browser) -> None:
    path = f"/t/{extended.guest_token()}"
    page = anybody.get(path)
    items, words = extended.scripted["agenda"]["items"], text_of(page.text)
    assert page.status_code == 200
    for shown in (
        GUEST["name"],
        "08 giờ 00, ngày 27/9/2019",
        extended.scripted["agenda"]["place"],
        items[HIS - 1]["item"],
        f"muc-{HIS}.pdf",
    ):
        assert shown in words
    file = anybody.get(f"{path}/tai-lieu/{paper(extended, HIS)}")
    assert (file.status_code, file.content) == (200, PDF + bytes(HIS))
    assert file.headers["content-disposition"].startswith("attachment")


def test_nothing_else_of_the_meeting_leaks(extended: House, anybody: Browser) -> None:
    token = extended.guest_token()
    page = anybody.get(f"/t/{token}").text
    for n, line in enumerate(extended.scripted["agenda"]["items"], start=1):
        assert (line["item"] in text_of(page)) == (n == HIS)
    assert f"muc-{OTHERS}.pdf" not in page
    for secret in (str(extended.case_id), "/ho-so", "/viec", "Giám đốc Sở Y tế", "@"):
        assert secret not in page
    with extended.bureau.reading_desk() as desk:
        uploads = {str(one) for one in desk.session.execute(text("SELECT id FROM upload")).scalars()}
        official = str(desk.session.execute(text("SELECT id FROM paper WHERE matrix = 'invitation'")).scalar_one())
    for other in (uploads | {official, str(uuid4()), "x", "%00"}) - {paper(extended, HIS)}:
        assert anybody.get(f"/t/{token}/tai-lieu/{other}").status_code == 404
    assert anybody.get(f"/ho-so/{extended.case_id}").status_code == 303
    assert anybody.post(f"/t/{token}", {"choice": "attend"}).status_code == 404
    assert anybody.post(f"/t/{token}/ma", {}).status_code == 404


def test_a_guests_link_opened_by_a_scanner_changes_nothing(extended: House, anybody: Browser) -> None:
    path, before = f"/t/{extended.guest_token()}", counts(extended)
    for _ in range(3):
        assert anybody.get(path).status_code == 200
        assert anybody.get(f"{path}/tai-lieu/{paper(extended, HIS)}").status_code == 200
    assert counts(extended) == before


def test_expired_revoked_and_invented_guest_links_look_alike(extended: House, anybody: Browser) -> None:
    token, upload = extended.guest_token(), paper(extended, HIS)
    anybody.get("/t/first")
    seen = [anybody.get(f"/t/{'A' * 43}"), anybody.get(f"/t/{'A' * 43}/tai-lieu/{upload}")]
    for change in ("revoked_at = now()", "revoked_at = NULL, expires_at = :now"):
        with extended.bureau.desk() as desk:
            desk.session.execute(text(f"UPDATE link SET {change} WHERE guest_id IS NOT NULL AND :now IS NOT NULL"), {"now": desk.now})
        seen += [anybody.get(f"/t/{token}"), anybody.get(f"/t/{token}/tai-lieu/{upload}")]
    assert {reply.status_code for reply in seen} == {404}
    assert len({reply.content for reply in seen}) == 1


def test_a_guests_link_dies_a_week_after_the_meeting_and_with_its_last_item(extended: House, anybody: Browser) -> None:
    path, now = f"/t/{extended.guest_token()}", extended.clock.at
    extended.clock.move(now + timedelta(days=60))
    assert anybody.get(path).status_code == 404
    extended.clock.move(now)
    assert anybody.get(path).status_code == 200
    with extended.bureau.desk() as desk:
        desk.session.execute(text("UPDATE agendaitem SET withdrawn = 'Chưa đủ số liệu' WHERE seq = :n"), {"n": HIS})
    assert anybody.get(path).status_code == 404


def test_an_officers_link_opens_no_guests_paper(extended: House, anybody: Browser) -> None:
    token = extended.token(extended.step("rsvp", "member_yt"))
    assert anybody.get(f"/t/{token}/tai-lieu/{paper(extended, HIS)}").status_code == 404
