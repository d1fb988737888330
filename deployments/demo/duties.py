"""How the heads of agencies do in the demo what the meeting concluded: two are late, one asks for more time, one is sent back once."""

from deployments.demo.story import Fill

DONE: Fill = {"choice": "submit", "done": "Đã hoàn thành nội dung được giao; văn bản gửi kèm hồ sơ.", "product_number": "15/BC"}
LATE = {"conclusion/7": 5, "conclusion/8": 7}  # reported on only after that many rungs: two letters; all of them, up to the UBND
RETURNED = "conclusion/2"
EXTENDED = "conclusion/3"
UNTIL = "2019-11-29"


def answer(question: str, occasion: str, time: int) -> Fill | None:
    """The answer to what a directive asks, the ``time``-th time; None where it is none of these questions."""
    match question:
        case "acknowledge":
            return {"choice": "accept", "doer": "Trưởng phòng chuyên môn"}
        case "report" if occasion == EXTENDED and time == 1:
            return {"choice": "extend", "new_due": UNTIL, "reason": "Chờ hướng dẫn của Bộ về cắt giảm thành phần hồ sơ."}
        case "report":
            return DONE
        case "confirm" if occasion == RETURNED and time == 1:
            return {"choice": "return", "reason": "Đề nghị bổ sung danh sách các xã đã kết nối."}
        case "extension":
            return {"choice": "grant"}
    return None


def rungs_waited_for(question: str, occasion: str, time: int) -> int:
    """After how many rungs of the ladder the head reports."""
    if question != "report":
        return 0
    if occasion == EXTENDED and time > 1:
        return 1  # once it is extended he waits for the first reminder of the new day
    return LATE.get(occasion, 0)
