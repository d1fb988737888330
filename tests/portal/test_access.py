"""Who may open what: the table, route by route and role by role."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from models.exchange import Dispatch
from models.papers import Paper
from models.people import Officer
from models.store import Store
from portal.access import TABLE, Role, may
from tasks.absences import record_absence
from tasks.calendar_feeds import make
from tasks.handing_in import hand_in
from tests.portal.reading import text_of
from tests.portal.visit import GUEST, Browser, House

SignedIn = Callable[[str], Browser]

PEOPLE = ("stranger", "outsider", "chair", "deputy", "standing_member", "member", "not_asked", "secretary", "group")
SEATS = {
    "chair": "chair",
    "deputy": "deputy_chair_1",
    "standing_member": "standing_member",
    "member": "member_yt",
    "not_asked": "head_cat",  # of an agency that does not report: nobody asks it what to put on the agenda
    "secretary": "secretary",
    "group": "group_centre",
}
LEADERS = {"chair", "deputy", "standing_member"}
STAFF = {"secretary", "group"}
ALL = set(PEOPLE)
DISPATCH = uuid4()  # of that paper, with the file of its receipt
PAPER = uuid4()  # an issued paper of the case, with its signed PDF
SIGNED = ALL - {"stranger"}
# Written out again, apart from the code's own table: who gets in, page by page.
EXPECTED: dict[str, set[str]] = {
    "/t/{token}": ALL,
    "/t/{token}/ma": ALL,
    "/t/{token}/tai-lieu/{upload_id}": ALL,
    "/lien-ket-moi": ALL,
    "/dang-nhap": ALL,
    "/dang-nhap/ma": ALL,
    "/giup-do": ALL,
    "/zalo/su-kien": ALL,
    "/nhip.css": ALL,
    "/nhip.svg": ALL,
    "/nhip.js": ALL,
    "/lich/{token}.ics": ALL,
    "/thu/tra-lai": ALL,
    "/": SIGNED,
    "/kenh-nhan-tin": SIGNED,
    "/kenh-nhan-tin/chon": SIGNED,
    "/kenh-nhan-tin/mac-dinh": SIGNED,
    "/kenh-nhan-tin/ma-zalo": SIGNED,
    "/lich": SIGNED,
    "/lich/thu-hoi": SIGNED,
    "/mau-thu": {"standing_member"} | STAFF,
    "/mau-thu/{kind}": {"standing_member"} | STAFF,
    "/mau-thu/{kind}/thu": {"standing_member"} | STAFF,
    "/mau-thu/{kind}/phieu": {"standing_member"} | STAFF,
    "/dang-xuat": SIGNED,
    "/dang-xuat/tat-ca": SIGNED,
    "/viec/{step_id}": {"member"},
    "/viec/{step_id}/nhap": {"member"},
    "/viec/{step_id}/bieu-mau": {"member"},
    "/ho-so": SIGNED,
    "/ho-so/{case_id}": LEADERS | STAFF | {"member"},
    "/ho-so/{case_id}/van-ban/{paper_id}": LEADERS | STAFF | {"member"},
    "/ho-so/{case_id}/van-ban/{paper_id}/ban-ky": LEADERS | STAFF | {"member"},
    "/ho-so/{case_id}/van-ban/{paper_id}/phu-luc": LEADERS | STAFF | {"member"},
    "/ho-so/{case_id}/van-ban/{paper_id}/xu-ly": {"standing_member", "secretary"},
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong": {"standing_member", "secretary"},
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}": {"standing_member", "secretary"},
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}/bo": {"standing_member", "secretary"},
    "/lien-thong": {"standing_member", "secretary"},
    "/viec/{step_id}/lay-so": {"member"},
    "/van-ban-di": {"standing_member"} | STAFF,
    "/van-ban-di/{year}": {"standing_member"} | STAFF,
    "/thu": {"standing_member"} | STAFF,
    "/thu/xuat.csv": {"standing_member"} | STAFF,
    "/thu/{letter_id}": {"standing_member"} | STAFF,
    "/thu/{letter_id}/phieu": {"standing_member"} | STAFF,
    "/metrics": ALL,  # from this machine; tests/portal/test_metrics.py knocks from elsewhere
    "/ho-so/{case_id}/tep/{upload_id}": LEADERS | STAFF,
    "/ho-so/{case_id}/tai-lieu/{upload_id}": LEADERS | STAFF | {"member"},
    "/ho-so/{case_id}/thanh-phan": {"chair", "standing_member"},
    "/hop-dot-xuat": LEADERS,
    "/hop-to": {"standing_member"},  # he leads the group
    "/lay-y-kien": LEADERS | {"secretary"},
    "/so-lieu/yeu-cau": {"standing_member", "secretary"},
    "/du-hop": LEADERS | {"secretary"},
    "/ho-so/{case_id}/doi-lich": {"chair"},  # the standing member only while nobody presides
    "/ho-so/{case_id}/huy": {"chair"},
    "/ho-so/{case_id}/chu-tri-thay": {"standing_member", "secretary"},
    "/nhiem-vu/moi": {"standing_member", "secretary"},
    "/ho-so/{case_id}/dieu-chinh": set(),  # this case is a meeting's; tests/portal/test_directive_pages.py has a directive's
    "/ho-so/{case_id}/uy-quyen-gia-han": set(),  # likewise; tests/portal/test_authorisation_page.py
    "/kinh-phi": LEADERS | STAFF,
    "/kinh-phi/{year}/bang-tinh": LEADERS | STAFF,
    "/kinh-phi/ghi-so": {"standing_member", "secretary"},
    "/kinh-phi/dong/{entry_id}": {"standing_member", "secretary"},
    "/kinh-phi/de-nghi": {"standing_member"} | STAFF,  # he leads the group; that he decides on it is told him on sending
    "/ho-so/{case_id}/so-lieu/{agency}": set(),  # this case is a meeting's; tests/portal/test_figures_pages.py has a report's
    # This case is a meeting's and carries no plan; tests/portal/test_plan_pages.py has one.
    "/ho-so/{case_id}/ke-hoach": set(),
    "/ho-so/{case_id}/ke-hoach/dong": set(),
    "/ho-so/{case_id}/ke-hoach/dong/{line_id}": set(),
    "/ho-so/{case_id}/ke-hoach/dong/{line_id}/xep": set(),
    "/ho-so/{case_id}/ke-hoach/kiem-tra": set(),
    "/ho-so/{case_id}/ke-hoach/kiem-tra/{line_id}": set(),
    "/ho-so/{case_id}/ke-hoach/loi-van": set(),
    "/ho-so/{case_id}/ke-hoach/excel": set(),
    "/ho-so/{case_id}/ke-hoach/nhap": set(),
    "/ho-so/{case_id}/ke-hoach/nhan": set(),
    "/ho-so/{case_id}/dieu-chinh-ke-hoach": set(),
    "/bang-theo-doi": SIGNED - {"outsider"},  # whoever only heads an agency sees that one alone; tests/portal/test_scorecard_pages.py
    "/bang-theo-doi/so-lieu": SIGNED - {"outsider"},
    "/bang-theo-doi/excel": SIGNED - {"outsider"},
    "/bang-theo-doi/ly-do": {"standing_member", "member", "not_asked"},  # they head agencies
    "/vang-mat": LEADERS | {"secretary"},
    "/vang-mat/{absence_id}/ket-thuc": LEADERS | {"secretary"},
}


@pytest.fixture
def under_way(house: House) -> House:
    """Invitations are out to the members and a guest, one item has its paper."""
    house.scripted["agenda"]["guests"] = [GUEST | {"items": "2"}]
    house.reach("rsvp")
    house.say(house.step("paper"), house.scripted["paper"])
    with house.bureau.desk() as desk:
        given = {"series": "committee", "kind": "TTr", "year": 2019, "number": 1, "notation": "01/TTr-BCĐ", "matrix": "ubnd_report"}
        files = {"sha256": _sha(house), "signed_sha256": _sha(house)}
        moments = {"recorded_at": desk.now, "issued_at": desk.now}
        desk.session.add(Paper(id=PAPER, case_id=house.case_id, key="signed", subject="Việc thử", **given, **files, **moments))
        desk.session.flush()
        proof = {"receipt_sha256": _sha(house), "receipt_name": "a.pdf", "receipt_type": "application/pdf"}
        desk.session.add(Dispatch(id=DISPATCH, paper_id=PAPER, agency_id="SYT", exchange_code="H33.07", sent_at=desk.now, **proof))
    return house


@pytest.fixture
def outsider(under_way: House, cluster: Any, database: str) -> str:
    owner = Store(cluster.url("nhip_owner", database), under_way.clock)
    with owner.transaction() as session:
        session.add(Officer(id="X1", name="Người Ngoài", email="nguoingoai@coquan.example"))
    owner.close()
    return "X1"


@pytest.fixture
def everybody(under_way: House, outsider: str) -> dict[str, Browser]:
    people = {name: under_way.browser() for name in PEOPLE}
    under_way.email = lambda officer_id, known=under_way.email: "nguoingoai@coquan.example" if officer_id == "X1" else known(officer_id)  # type: ignore[method-assign,misc]
    for name, browser in people.items():
        if name != "stranger":
            browser.sign_in("X1" if name == "outsider" else under_way.holder(SEATS[name]))
    return people


def address(house: House, route: str) -> str:
    """A real page behind the route."""
    step = house.step("rsvp", "member_yt")
    with house.bureau.desk() as desk:
        printed = desk.session.execute(
            text("UPDATE letter SET channel = 'paper', state = 'accepted' WHERE id = (SELECT min(id::text)::uuid FROM letter) RETURNING id")
        ).scalar_one()
        handed_in = desk.session.execute(
            text("SELECT u.id FROM upload u JOIN step s ON s.id = u.step_id WHERE s.question = 'paper'")
        ).scalar_one()
        upload = hand_in(desk, desk.session.merge(step), name="a.pdf", media_type="application/pdf", size=1, sha256=_sha(house))
        if route.endswith(".ics"):
            return route.format(token=make(desk, house.holder("member_yt")))
        if "tai-lieu" in route:
            return route.format(token=house.guest_token(), case_id=house.case_id, upload_id=handed_in)
        return route.format(
            year=2019,
            token=house.token(step),
            step_id=step.id,
            case_id=house.case_id,
            paper_id=PAPER,
            upload_id=upload.id,
            absence_id=uuid4(),
            entry_id=uuid4(),
            agency="SYT",
            kind="ask",
            dispatch_id=DISPATCH,
            line_id=uuid4(),
            letter_id=printed,
        )


def _sha(house: House) -> str:
    from documents import dossier

    return dossier.put(house.bureau.files, b"x")


def routes(house: House) -> dict[str, set[str]]:
    """Route → methods, of the portal as it stands."""
    found: dict[str, set[str]] = {}
    left: list[Any] = list(house.app.routes)
    while left:
        route = left.pop()
        if hasattr(route, "original_router"):
            left += route.original_router.routes
        else:
            found.setdefault(route.path, set()).update(route.methods)
    return found


def test_every_route_stands_in_the_table_and_every_row_has_its_route(house: House) -> None:
    parts = {row for row in TABLE if ": " in row}
    assert set(routes(house)) == set(TABLE) - parts == set(EXPECTED)


def test_each_role_gets_in_where_the_table_says_and_nowhere_else(under_way: House, everybody: dict[str, Browser]) -> None:
    wrong = []
    for route, methods in routes(under_way).items():
        path = address(under_way, route)
        for name, browser in everybody.items():
            allowed = name in EXPECTED[route]
            shut = 303 if name == "stranger" else 404  # who has not signed in is asked to, whether or not there is anything behind
            got, sent = browser.get(path) if "GET" in methods else None, browser.post(path, {}) if "POST" in methods else None
            if got is not None and (got.status_code not in (200, 303) if allowed else got.status_code != shut):
                wrong.append((route, "GET", name, got.status_code))
            # Sent without the form's token: who may come is told that it is missing, who may not learns nothing.
            if sent is not None and sent.status_code != (403 if allowed else shut):
                wrong.append((route, "POST", name, sent.status_code))
    assert wrong == []


def test_missing_and_forbidden_are_the_same_page(under_way: House, signed_in: SignedIn) -> None:
    stranger, member = under_way.browser(), signed_in("head_cat")
    step = under_way.step("rsvp", "member_yt")
    forbidden = [f"/ho-so/{under_way.case_id}", f"/viec/{step.id}", f"/ho-so/{under_way.case_id}/huy", "/vang-mat"]
    missing = [
        f"/ho-so/{uuid4()}",
        f"/viec/{uuid4()}",
        f"/ho-so/{uuid4()}/huy",
        "/nowhere",
        "/ho-so/1",
        "/viec/%00",
        "/docs",
        "/openapi.json",
    ]
    assert len({(reply.status_code, reply.content) for reply in map(member.get, forbidden + missing)}) == 1
    for real, invented in ((f"/ho-so/{under_way.case_id}", f"/ho-so/{uuid4()}"), (f"/viec/{step.id}", f"/viec/{uuid4()}")):
        assert stranger.get(real).status_code == stranger.get(invented).status_code == 303


def test_a_member_sees_the_case_he_is_asked_in_but_not_what_others_said_nor_the_letters(under_way: House, signed_in: SignedIn) -> None:
    under_way.say(under_way.step("rsvp", "member_gd"), {"choice": "leave", "reason": "Việc gia đình"})
    case = f"/ho-so/{under_way.case_id}"
    member, secretary = signed_in("member_yt").get(case), signed_in("secretary").get(case)
    assert "Báo cáo vắng mặt" in text_of(secretary.text)
    assert "Thư đã gửi" in text_of(secretary.text)
    assert "Báo cáo vắng mặt" not in text_of(member.text)
    assert "Thư đã gửi" not in text_of(member.text)
    assert "Việc gia đình" not in text_of(member.text)
    assert "Thư đã gửi" not in text_of(signed_in("deputy_chair_1").get(case).text)
    assert str(under_way.case_id) not in signed_in("head_cat").get("/ho-so").text
    assert str(under_way.case_id) in signed_in("member_yt").get("/ho-so").text


def test_who_stands_in_for_the_chair_presides_and_gets_his_rights(under_way: House, signed_in: SignedIn) -> None:
    deputy = signed_in("deputy_chair_1")
    cancel = f"/ho-so/{under_way.case_id}/huy"
    assert deputy.get(cancel).status_code == 404
    with under_way.bureau.desk() as desk:
        record_absence(desk, officer_id="P01", since=desk.today, until=desk.today, reason="Đi công tác", by="P18")
    assert deputy.get(cancel).status_code == 200


def test_a_role_that_a_row_does_not_name_is_kept_out() -> None:
    assert may(frozenset({Role.STRANGER}), "/giup-do")
    assert not may(frozenset({Role.OFFICER, Role.MEMBER}), "/ho-so/{case_id}")
    assert not may(frozenset(), "/")
