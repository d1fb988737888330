"""In what a printed paper departs from NĐ 30/2020/NĐ-CP, Phụ lục I, as ``documents/nd30.yaml`` holds it: one sentence for each."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from documents.blocks import MOTTO
from documents.data_call import DataCallLetter
from documents.forms.boxes import NATIONAL_NAME
from documents.layout import layout
from documents.letters import OfficialLetter
from documents.minutes import MinutesPaper
from documents.papers import OfficialPaper
from documents.plans import YearPaper
from documents.programme import ProgrammePaper
from documents.submission import SubmissionPaper
from tests.printed import MM, Piece, Sheet, Stroke

PLAN = layout()
LEFT, RIGHT = PLAN.margin_mm.left.use, PLAN.page_mm[0] - PLAN.margin_mm.right.use
HEAD = (LEFT + PLAN.columns_mm.head[0] / 2, RIGHT - PLAN.columns_mm.head[1] / 2)  # middles of the columns
FOOT = (LEFT + PLAN.columns_mm.foot[0] / 2, RIGHT - PLAN.columns_mm.foot[1] / 2)
MIDDLE = (LEFT + RIGHT) / 2
HAIR = 0.5  # millimetres that nobody sees
LINE = 1.149  # height of a line of Times New Roman by its size
BLACK, RED = {(0.0,), (0.0, 0.0, 0.0)}, {(1.0, 0.0, 0.0)}
TIMES = ("LiberationSerif", "TimesNewRoman", "Tinos")


def of_page(sheet: Sheet, size_mm: tuple[float, float] = PLAN.page_mm) -> list[str]:
    """Paper, margins, lettering and page numbers: what holds for every made document; ``size_mm``: of the paper."""
    width, height = size_mm
    wrong = [f"page {at} is {size} mm" for at, size in enumerate(sheet.sizes, 1) if not _near(size, size_mm)]
    numbers = {piece.page: piece for piece in sheet.pieces if piece.bottom < PLAN.margin_mm.top.use - 1}
    if set(numbers) != set(range(2, len(sheet.sizes) + 1)):
        wrong.append(f"page numbers stand on the pages {sorted(numbers)}")
    for page, number in numbers.items():
        wrong += _lettering(number, "page_number") + _at(number, (LEFT + width - PLAN.margin_mm.right.use) / 2)
        if number.text != str(page):
            wrong.append(f"page {page} says {number.text!r}")
    content = [piece for piece in sheet.pieces if piece not in numbers.values()]
    everything = [*content, *sheet.strokes, *sheet.images]
    for name, seen, use in (
        ("left", min(one.x0 for one in everything), PLAN.margin_mm.left),
        ("right", width - max(one.x1 for one in everything), PLAN.margin_mm.right),
        ("top", min(one.top for one in content), PLAN.margin_mm.top),
    ):
        if not use.allowed[0] - HAIR <= seen <= use.allowed[1] + HAIR:
            wrong.append(f"{name} margin is {seen:.1f} mm")
    if max(piece.bottom for piece in content) > height - PLAN.margin_mm.bottom.allowed[0] + HAIR:
        wrong.append("words stand in the bottom margin")
    wrong += [f"{piece.text!r} is in {piece.font}" for piece in sheet.pieces if not piece.font.startswith(TIMES)]
    wrong += [f"{piece.text!r} has {piece.size} points" for piece in sheet.pieces if not 11 <= piece.size <= 14]
    return wrong


def of_colours(sheet: Sheet, urgent: str | None = None) -> list[str]:
    """Black, but for the mark of an urgent paper (box 10b), which stands red in its red frame of the prescribed size."""
    wrong = [f"{one.text!r} is not black" for one in sheet.pieces if one.color not in BLACK and one.text != urgent]
    red = [stroke for stroke in sheet.strokes if stroke.color in RED]
    if urgent is None:
        return wrong + ["something is framed in red"] * bool(red)
    mark = _one(sheet, urgent, wrong)
    if mark:
        wrong += _lettering(mark, "urgency") + _at(mark, HEAD[0]) + ["the mark is not red"] * (mark.color not in RED)
    for want, level in zip(PLAN.urgency_mm[urgent], (True, False), strict=True):
        wrong += [f"a side of the frame has {s.length:.1f} mm" for s in red if s.level == level and abs(s.length - want) > HAIR]
    return wrong + ["the mark has no frame"] * (len(red) != 4)


def of_head(sheet: Sheet, paper: OfficialPaper) -> list[str]:
    """Boxes 1 to 5: what stands where, in which lettering, in which order, and the rules below."""
    wrong: list[str] = []
    left = [*zip(paper.parent_lines, ["parent"] * 9, strict=False), *((line, "issuer") for line in paper.issuer_lines)]
    right = [(NATIONAL_NAME, "national_name"), (MOTTO, "motto")]
    left.append((paper.number_line, "number"))
    if not isinstance(paper, MinutesPaper):
        right.append((paper.place_date, "place_date"))
    if isinstance(paper, OfficialLetter):
        left += [(line, "matter") for line in paper.matter_lines]
    columns = [_column(sheet, boxes, middle, wrong) for boxes, middle in zip((left, right), HEAD, strict=True)]
    if not all(columns):
        return wrong
    first, second = columns
    wrong += ["the two columns begin at different heights"] * (abs(first[0].top - second[0].top) > HAIR)
    number = next(piece for piece in first if piece.text.startswith("Số:"))
    if len(second) == 3:
        wrong += ["number and date stand at different heights"] * (abs(number.top - second[2].top) > HAIR)
    wrong += _ruled(sheet, first[len(paper.parent_lines) + len(paper.issuer_lines) - 1], PLAN.rule_share.allowed)
    wrong += _ruled(sheet, second[1], (1, 1))
    if isinstance(paper, OfficialLetter):
        gap = (first[first.index(number) + 1].top - number.bottom) / MM
        wrong += [f"box 5b stands {gap:.1f} points below the number"] * (not 5 <= gap <= 10)
    return wrong


def of_title(sheet: Sheet, type_name: str, subject: Sequence[str]) -> list[str]:
    """Box 5a with its rule."""
    wrong: list[str] = []
    lines = _column(sheet, [(type_name, "type"), *((line, "subject") for line in subject)], MIDDLE, wrong)
    return wrong + (_ruled(sheet, lines[-1], PLAN.rule_share.allowed) if lines else [])


def of_appendix(sheet: Sheet, paper: ProgrammePaper | YearPaper | DataCallLetter) -> list[str]:
    """The head of an appendix: its name, the paper it goes with, the rule."""
    wrong: list[str] = []
    called = paper.annex_lines if isinstance(paper, YearPaper | DataCallLetter) else paper.subject_lines
    named = [("Phụ lục", "appendix"), *((line, "type") for line in called)]
    lines = _column(sheet, [*named, *((line, "attached") for line in paper.attached_lines)], MIDDLE, wrong)
    return wrong + (_ruled(sheet, lines[-1], PLAN.rule_share.allowed) if lines else [])


def of_order(sheet: Sheet, begins: Sequence[str]) -> list[str]:
    """What has to follow each other, by its first words."""
    wrong = [f"{text!r} is not to be found" for text in begins if not sheet.begins(text)]
    places = [(sheet.begins(text)[0].place, text) for text in begins if sheet.begins(text)]
    return wrong + [f"{after!r} stands before {text!r}" for (here, text), (there, after) in pairwise(places) if there <= here]


def of_foot(sheet: Sheet, paper: OfficialPaper) -> list[str]:
    """Boxes 7 and 9b: together on the last page, the recipients level with the signature or, in minutes, below it."""
    wrong: list[str] = []
    name = paper.signature.name
    signed = [(line, "authority") for line in paper.authority_lines] + [(line, "signer") for line in (*paper.office_lines, name)]
    right = _column(sheet, signed, FOOT[1], wrong, last=True)
    told = [("Nơi nhận:", "recipients_label"), *((line, "recipients") for line in paper.recipient_lines)]
    listed = _column(sheet, told, None, wrong, last=True)
    if not (right and listed):
        return wrong
    wrong += [f"{piece.text!r} does not stand at the left margin" for piece in listed if abs(piece.x0 - LEFT) > HAIR]
    space = right[len(paper.authority_lines)].top - right[len(paper.authority_lines) - 1].bottom
    wrong += [f"there are {space:.1f} mm for the signature"] * (not PLAN.signature_space_mm - 2 <= space <= PLAN.signature_space_mm + 2)
    if isinstance(paper, MinutesPaper):
        keeper = [(line, "authority") for line in paper.secretary_lines] + [(paper.secretary.name, "signer")]
        other = _column(sheet, keeper, FOOT[0], wrong, last=True)
        wrong += ["the two signatures stand at different heights"] * (not other or abs(other[0].top - right[0].top) > HAIR)
        wrong += ["the recipients do not stand below the signatures"] * (listed[0].top < right[-1].bottom)
    else:
        wrong += ["recipients and signature stand at different heights"] * (abs(listed[0].top - right[0].top) > 2)
    whole = {piece.page for piece in (*right, *listed)}
    behind = [piece.page for piece in sheet.found("Phụ lục")]  # an appendix begins a page of its own behind the signature
    return wrong + ["the foot is torn apart"] * (whole != {min(behind) - 1 if behind else len(sheet.sizes)})


def of_content(sheet: Sheet, begins: str, ends: str) -> list[str]:
    """Box 6 outside tables: indents, justified lines, the room between paragraphs and between lines, and the end mark."""
    rows = [row for row in sheet.rows if row.bottom > PLAN.margin_mm.top.use]
    first = next((at for at, row in enumerate(rows) if row.text.startswith(begins)), None)
    last = next((at for at, row in enumerate(rows) if row.text.endswith(ends)), None)
    if first is None or last is None or last < first:
        return [f"the content from {begins!r} to {ends!r} is not to be found"]
    wrong: list[str] = []
    low, high = (LEFT + cm * 10 for cm in PLAN.body.indent_cm.allowed)
    content = [row for row in rows[first : last + 1] if not sheet.in_table(row)]
    for before, row in zip([None, *content], content, strict=False):
        opens = low - HAIR <= row.x0 <= high + HAIR
        follows = before and before.page == row.page
        if not opens and abs(row.x0 - LEFT) > HAIR:
            wrong.append(f"{row.text!r} stands at {row.x0:.1f} mm")
        if before and not opens and abs(before.x1 - RIGHT) > 1:
            wrong.append(f"{before.text!r} is not justified")
        between = [drawn for drawn in (*sheet.strokes, *sheet.images) if drawn.page == row.page]
        if before and follows and not any(before.top < drawn.top < row.top for drawn in between):
            wrong += _room(before, row, opens)
        wrong += _of_size(row, "body")
    return wrong


def of_bases(sheet: Sheet, paper: SubmissionPaper) -> list[str]:
    """The papers it rests on (box 6): in italics, each closed by a semicolon, the last by a full stop."""
    size = sum(len(line.split()) for line in paper.basis_lines)
    first = next((at for at, row in enumerate(sheet.rows) if row.text.startswith("Căn cứ")), 0)
    rows, words = [], 0
    while words < size:
        rows.append(sheet.rows[first + len(rows)])
        words += len(rows[-1].text.split())
    said = " ".join(row.text for row in rows)
    wrong = [f"a legal basis is in {row.font}" for row in rows if not row.italic or row.bold]
    return wrong + ["the legal bases read otherwise"] * (said != " ".join(paper.basis_lines))


def _room(before: Piece, row: Piece, opens: bool) -> list[str]:
    step = (row.top - before.top) / MM
    low, high = (share * LINE * row.size for share in PLAN.body.line.allowed)
    if opens:
        low, high = low + PLAN.body.gap_pt.allowed[0], high + PLAN.body.gap_pt.allowed[1]
    return [] if low - 1 <= step <= high + 1 else [f"{row.text!r} stands {step:.1f} points below the line before"]


def _column(sheet: Sheet, boxes: Iterable[tuple[str, str]], middle: float | None, wrong: list[str], last: bool = False) -> list[Piece]:
    """The lines of a column in the order they have to stand in; empty when one is missing."""
    lines: list[Piece] = []
    for text, box in boxes:
        line = _one(sheet, text, wrong, last)
        if line is None:
            return []
        wrong += _lettering(line, box) + (_at(line, middle) if middle else [])
        if lines and line.place <= lines[-1].place:
            wrong.append(f"{text!r} does not stand below {lines[-1].text!r}")
        lines.append(line)
    return lines


def _one(sheet: Sheet, text: str, wrong: list[str], last: bool = False) -> Piece | None:
    """The first (or last) piece that says this; a sentence in ``wrong`` when there is none."""
    found = sheet.found(text)
    if not found:
        wrong.append(f"{text!r} is not to be found")
        return None
    return found[-1 if last else 0]


def _lettering(piece: Piece, box: str) -> list[str]:
    shape = PLAN.boxes[box]
    right = (piece.bold, piece.italic) == (shape.bold, shape.italic)
    return _of_size(piece, box) + ([] if right else [f"{piece.text!r} is in {piece.font}"])


def _of_size(piece: Piece, box: str) -> list[str]:
    low, high = PLAN.boxes[box].allowed
    return [] if low <= piece.size <= high else [f"{piece.text!r} has {piece.size} points"]


def _at(piece: Piece, middle: float) -> list[str]:
    return [] if abs(piece.middle - middle) <= HAIR else [f"{piece.text!r} is centred at {piece.middle:.1f} mm, not {middle:.1f}"]


def _ruled(sheet: Sheet, line: Piece, share: tuple[float, float]) -> list[str]:
    """A rule of a ``share`` of the line, centred close below it."""
    below = [stroke for stroke in sheet.strokes if stroke.page == line.page and stroke.level and 0 < stroke.top - line.bottom < 4]
    here = [stroke for stroke in below if line.x0 - HAIR <= stroke.middle <= line.x1 + HAIR]
    if len(here) != 1:
        return [f"{len(here)} rules stand below {line.text!r}"]
    return _fits(here[0], line, share)


def _fits(rule: Stroke, line: Piece, share: tuple[float, float]) -> list[str]:
    low, high = ((line.x1 - line.x0) * part for part in share)
    if low - HAIR <= rule.length <= high + HAIR and abs(rule.middle - line.middle) <= HAIR:
        return []
    return [f"the rule below {line.text!r} has {rule.length:.1f} mm around {rule.middle:.1f} mm"]


def _near(seen: Sequence[float], wanted: Sequence[float]) -> bool:
    return all(abs(a - b) <= HAIR for a, b in zip(seen, wanted, strict=True))
