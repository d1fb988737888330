"""Links in letters: GET shows, POST answers once, and what opens nothing always looks the same."""

from tests.portal.visit import House, text_of


def test_an_officer_answers_from_the_link_in_the_letter(house: House) -> None:
    step = house.reach("rsvp")
    browser = house.browser()
    path = f"/t/{house.token(step)}"
    page = browser.get(path)
    assert page.status_code == 200
    assert "khoản 5 Điều 6 Quy chế" in text_of(page.text)
    reply = browser.send(path, {"choice": "attend"})
    assert reply.status_code == 200, reply.text
    assert "Đã ghi nhận: Dự họp" in text_of(reply.text)
