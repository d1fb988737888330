"""Links in letters: GET shows, POST answers once, and what opens nothing always looks the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from models.steps import StepState, Via
from tasks.absences import record_absence
from tests.portal.reading import forms_of, text_of
from tests.portal.visit import Browser, House, eventually, lan

NOBODY = "nobody@elsewhere.example"


def counts(house: House) -> dict[str, int]:
    """How many rows every table has, and what changes without a new row."""
    with house.bureau.reading_desk() as desk:
        names = desk.session.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        found = {name: desk.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}
        found["stirred"] = desk.session.execute(text('SELECT sum(stirred) FROM "case"')).scalar_one()
        found["used"] = desk.session.execute(
            text("SELECT count(*) FROM link WHERE used_at IS NOT NULL OR revoked_at IS NOT NULL")
        ).scalar_one()
        return found


def payload(house: House, step_id: object) -> tuple[str, str, dict[str, object]]:
    with house.bureau.reading_desk() as desk:
        row = desk.session.execute(text("SELECT choice, via, payload FROM answer WHERE step_id = :id"), {"id": step_id}).one()
        return row.choice, row.via, row.payload


def test_an_officer_answers_from_the_link_in_the_letter(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    page = anybody.get(path)
    assert page.status_code == 200
    words = text_of(page.text)
    assert "khoản 5 Điều 6 Quy chế" in words
    assert "Tham dự đầy đủ các cuộc họp Ban Chỉ đạo" in words  # the clause, verbatim
    assert "Hết thứ Tư, ngày 25/9/2019" in words
    assert "theo lịch làm việc của cơ quan thường trực" in words
    assert "vắng chưa được người chủ trì đồng ý" in words  # what silence means
    reply = anybody.send(path, {"choice": "attend"})
    assert reply.status_code == 200
    assert "Đã ghi nhận: Dự họp" in text_of(reply.text)
    assert "qua liên kết trong thư" in text_of(reply.text)
    assert "thuky@stttt.kiengiang.example" in reply.text  # whom to turn to
    assert payload(house, step.id)[:2] == ("attend", Via.LINK)


def test_a_scanner_that_opens_every_link_changes_nothing(house: House, anybody: Browser) -> None:
    house.reach("rsvp")
    before = counts(house)
    for step in house.steps()[:4]:
        path = f"/t/{house.token(step)}"
        for _ in range(3):
            assert anybody.get(path, headers={"User-Agent": "LinkScanner/1.0"}).status_code == 200
        assert anybody.client.head(path).status_code == 404
        anybody.client.request("OPTIONS", path)
    assert counts(house) == before


def test_two_hundred_clicks_at_once_count_once(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    fields = anybody.fields(path) | {"choice": ["attend"]}
    before = counts(house)
    with ThreadPoolExecutor(40) as hands:
        replies = list(hands.map(lambda _: anybody.post(path, fields), range(200)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1  # everyone reads the same receipt
    after = counts(house)
    assert after["answer"] == before["answer"] + 1
    assert after["journal"] == before["journal"] + 1
    assert after["stirred"] == before["stirred"] + 1


def test_used_expired_revoked_and_invented_links_look_alike(house: House, anybody: Browser) -> None:
    house.reach("rsvp")
    used, revoked, expired = (house.step("rsvp", seat) for seat in ("member_yt", "member_gd", "member_nv"))
    tokens = {"used": house.token(used), "revoked": house.token(revoked), "expired": house.token(expired)}
    house.browser().send(f"/t/{tokens['used']}", {"choice": "attend"})
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE link SET revoked_at = now() WHERE step_id = :id"), {"id": revoked.id})
        desk.session.execute(text("UPDATE link SET expires_at = :now WHERE step_id = :id"), {"id": expired.id, "now": desk.now})
    anybody.get("/t/first")  # from here on the browser carries the mark its forms hang on
    for token in ("A" * 43, "x", "%2e%2e", "a" * 3000, "%00", "'; --"):
        tokens[token] = token
    pages = {name: anybody.get(f"/t/{token}") for name, token in tokens.items()}
    posts = {name: anybody.post(f"/t/{token}", {"choice": "attend", "csrf": "x"}) for name, token in tokens.items()}
    asked = {name: anybody.post(f"/t/{token}/ma", {"csrf": "x"}) for name, token in tokens.items()}
    everything = [*pages.values(), *posts.values(), *asked.values()]
    assert {reply.status_code for reply in everything} == {404}
    assert len({reply.content for reply in everything}) == 1
    assert {frozenset(name for name in reply.headers if name != "date") for reply in pages.values()} == {
        frozenset(name for name in pages["used"].headers if name != "date")
    }


def test_a_link_lives_on_office_time(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    house.clock.move(house.clock.at + timedelta(days=40))
    assert anybody.get(path).status_code == 200
    house.clock.move(house.clock.at + timedelta(days=80))
    assert anybody.get(path).status_code == 404


def test_who_clicks_twice_reads_the_receipt_again(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    fields = anybody.fields(path) | {"choice": ["attend"]}
    first = anybody.post(path, fields)
    assert anybody.post(path, fields | {"choice": ["leave"]}).text == first.text
    assert payload(house, step.id)[0] == "attend"
    assert anybody.post(path, {"choice": "attend"}).status_code == 404  # who never saw the open form sees a dead link


def test_a_decision_asks_for_a_code_before_it_shows_anything(house: House, anybody: Browser) -> None:
    step = house.reach("convene")
    path = f"/t/{house.token(step)}"
    page = anybody.get(path)
    assert "ct@" not in page.text
    assert "c•••@ubnd.kiengiang.example" in page.text
    assert "Chương trình" not in text_of(page.text)  # not a word of the draft
    refused = anybody.post(path, {"choice": "approve", "csrf": forms_of(page.text)[0]["fields"][0][1]})
    assert "choice" not in refused.text
    assert house.again(step).state == StepState.OPEN
    on = anybody.send(f"{path}/ma", {}, page=path).headers["location"]
    done = anybody.send("/dang-nhap/ma", {"code": anybody.code("P01", lan(on))}, page=on)
    assert done.headers["location"] == f"/viec/{step.id}"
    assert "Đề nghị" not in text_of(anybody.get(path).text)
    assert anybody.get(path).headers["location"] == f"/viec/{step.id}"  # signed in: straight to the form
    assert anybody.send(f"/viec/{step.id}", {"choice": "approve"}).status_code == 303
    assert payload(house, step.id)[:2] == ("approve", Via.SIGNED_IN)
    assert house.browser().get(path).status_code == 404


def test_another_officers_session_does_not_open_a_decision(house: House) -> None:
    step = house.reach("convene")
    member = house.browser().sign_in(house.holder("member_yt"))
    page = member.get(f"/t/{house.token(step)}")
    assert page.status_code == 200
    assert "Gửi mã cho tôi" in text_of(page.text)
    assert member.get(f"/viec/{step.id}").status_code == 404


def test_a_link_dies_when_the_step_moves_to_another_officer(house: House, anybody: Browser) -> None:
    step = house.reach("convene")
    old = house.token(step)
    with house.bureau.desk() as desk:
        record_absence(desk, officer_id="P01", since=desk.today, until=desk.today, reason="Đi công tác", by="P18")
    assert anybody.get(f"/t/{old}").status_code == 404
    assert anybody.get(f"/t/{house.token(step)}").status_code == 200


def test_a_new_link_is_mailed_to_who_is_asked_and_the_reply_never_tells(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'accepted'"))
    before = len(house.letters("ask"))
    ask = {"action": "/lien-ket-moi", "page": "/t/dead"}
    replies = [
        anybody.send(ask["action"], {"email": email}, page=ask["page"]) for email in (NOBODY, house.email(step.officer_id), "", "x" * 9000)
    ]
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    fresh = eventually(lambda: house.letters("ask")[before:], "the letter with the new link")
    assert [letter.step_id for letter in fresh] == [step.id]
    assert anybody.get(f"/t/{house.token(step)}").status_code == 200


def test_asking_for_new_links_over_and_over_sends_no_flood(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    address = house.email(step.officer_id)
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'accepted'"))
    for _ in range(5):
        anybody.send("/lien-ket-moi", {"email": address}, page="/t/dead")
    anybody.sign_in("P18")  # by now the tasks before it are done
    assert len([one for one in house.letters("ask") if one.step_id == step.id]) == 1


def test_a_form_without_its_token_is_not_taken_and_keeps_what_was_typed(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    reply = anybody.send(path, {"choice": "leave", "reason": "Đi công tác ở Hà Nội", "csrf": "forged"})
    assert reply.status_code == 403
    assert "Đi công tác ở Hà Nội" in reply.text
    assert house.again(step).state == StepState.OPEN


def test_hammering_a_link_or_the_door_is_slowed_down(house: House, anybody: Browser) -> None:
    house.limit(link="3/minute")
    replies = [anybody.get("/t/guess") for _ in range(4)]
    assert [reply.status_code for reply in replies] == [404, 404, 404, 429]
    assert "chờ ít phút" in text_of(replies[-1].text)
    assert int(replies[-1].headers["retry-after"]) > 0
    house.limit(address="3/minute")
    assert [anybody.get(f"/t/guess{n}").status_code for n in range(4)] == [404, 404, 404, 429]
    assert anybody.get("/giup-do").status_code == 429
