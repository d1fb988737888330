"""What must agree between the law's files; each refusal names the file and the line that does not."""

from collections.abc import Collection, Iterable, Mapping

from regulation.clauses import ClauseFile
from regulation.committee import Committee
from regulation.coverage import ReasonFile
from regulation.duties import DutyFile
from regulation.indicators import EVERYBODY, Indicator
from regulation.lawfile import LawFile, Loc
from regulation.papers import COMMITTEE_ROLES, GROUP_ROLES, MOVING_TARGETS, UNIQUE_ROLES, Recipient
from regulation.rules import RuleFile
from regulation.sample import ALL_REPORTING, Sample

Files = Mapping[str, LawFile]


def check(files: Files, clauses: ClauseFile, duties: DutyFile, rules: RuleFile, committee: Committee, reasons: ReasonFile) -> None:
    """Raises ``LawError`` for the first cross-reference that leads nowhere."""
    clause_ids = [clause.id for clause in clauses.clauses]
    _unique(files["clauses.yaml"], "clauses", "id", clause_ids, "điều, khoản")
    _duties(files["duties.yaml"], duties, clause_ids)
    _rules(files["house_rules.yaml"], rules, clause_ids)
    _reasons(files["coverage.yaml"], reasons, [duty.id for duty in duties.duties])
    source = files["committee.yaml"]
    _agencies(source, committee)
    _seats(source, committee)
    _reserved_powers(source, committee, clause_ids, [duty.id for duty in duties.duties])
    _papers(source, committee, clause_ids)
    for name, lines in committee.distribution.items():
        _distribution(source, committee, name, lines)


def check_indicators(source: LawFile, indicators: Iterable[Indicator], committee: Committee) -> None:
    """Raises ``LawError`` for a code given twice, and for an indicator that asks agencies there are not."""
    found = tuple(indicators)
    _unique(source, "indicators", "code", [indicator.code for indicator in found], "mã chỉ tiêu")
    known = {
        EVERYBODY,
        *(f"agency:{agency.code}" for agency in committee.agencies),
        *(f"kind:{agency.kind}" for agency in committee.agencies),
    }
    for index, indicator in enumerate(found):
        for place, reporter in enumerate(indicator.reporters):
            _known(source, ("indicators", index, "reporters", place), reporter, known, "nơi báo cáo")


def check_sample(files: Files, sample: Sample, committee: Committee) -> None:
    """Raises ``LawError`` where the sample names a person, seat or agency that is not there, or seats two people at once."""
    agencies = [agency.code for agency in committee.agencies]
    people = [person.id for person in sample.people]
    seats = [seat.id for seat in committee.seats]
    _unique(files["people.yaml"], "people", "id", people, "mã người")
    for index, person in enumerate(sample.people):
        _known(files["people.yaml"], ("people", index, "agency"), person.agency, agencies, "cơ quan")
    source = files["holdings.yaml"]
    for index, holding in enumerate(sample.holdings):
        _known(source, ("holdings", index, "seat"), holding.seat, seats, "chức danh")
        _known(source, ("holdings", index, "holder"), holding.holder, people, "người")
        for other in sample.holdings[:index]:
            before, after = sorted((holding, other), key=lambda held: held.valid_from)
            if other.seat == holding.seat and (before.valid_to is None or after.valid_from <= before.valid_to):
                raise source.refusal(("holdings", index), f"chức danh “{holding.seat}” đã có người giữ trong thời gian này")
    source = files["meeting.yaml"]
    _known(source, ("presider",), sample.meeting.presider, seats, "chức danh")
    for index, conclusion in enumerate(sample.meeting.conclusions):
        _known(source, ("conclusions", index, "lead"), conclusion.lead, agencies, "cơ quan")
        for place, code in enumerate(conclusion.coord):
            _known(source, ("conclusions", index, "coord", place), code, [*agencies, ALL_REPORTING], "cơ quan")


def _known(source: LawFile, loc: Loc, name: str | None, names: Collection[str], noun: str) -> None:
    if name is not None and name not in names:
        raise source.refusal(loc, f"không có {noun} nào là “{name}”")


def _unique(source: LawFile, field: str, key: str, names: Iterable[object], noun: str) -> None:
    seen: set[object] = set()
    for index, name in enumerate(names):
        if name is not None and name in seen:
            raise source.refusal((field, index, key), f"{noun} “{name}” bị lặp, mỗi {noun} chỉ ghi một lần")
        seen.add(name)


def _duties(source: LawFile, duties: DutyFile, clauses: Collection[str]) -> None:
    for index, duty in enumerate(duties.duties):
        _known(source, ("duties", index, "id"), duty.clause, clauses, "điều, khoản")


def _rules(source: LawFile, rules: RuleFile, clauses: Collection[str]) -> None:
    for name, rule in rules.rules.items():
        _known(source, ("rules", name, "clause"), rule.clause, clauses, "điều, khoản")
        _known(source, ("rules", name, "anchor"), rule.anchor, [*rules.anchors, *rules.rules], "mốc hoặc quy định")
        chain = [name]
        while (anchor := rules.rules[chain[-1]].anchor) in rules.rules and anchor not in chain[1:]:
            if anchor == name:
                raise source.refusal(("rules", name, "anchor"), f"các mốc đi vòng: {' → '.join([*chain, anchor])}")
            chain.append(anchor)
    for name in rules.anchors:
        if name in rules.rules:
            raise source.refusal(("anchors", name), "tên mốc trùng với tên một quy định, hãy đổi một tên")
    _least(source, rules)
    for name, threshold in rules.thresholds.items():
        _known(source, ("thresholds", name, "clause"), threshold.clause, clauses, "điều, khoản")
    for index, name in enumerate(rules.timetable):
        _known(source, ("timetable", index), name, rules.rules, "quy định")
        if rules.rules[name].unit == "hours":
            raise source.refusal(("timetable", index), "quy định tính bằng giờ không đặt được vào lịch quý")


def _least(source: LawFile, rules: RuleFile) -> None:
    """A rule that has a ``…_min`` beside it leaves at least as many days as the law does."""
    for name, rule in rules.rules.items():
        least = rules.rules.get(f"{name}_min")
        if least is not None and (rule.anchor, rule.unit) == (least.anchor, least.unit) and rule.days < least.days:
            raise source.refusal(("rules", name, "days"), f"ít nhất là {least.days} ngày theo {least.citation}, đang ghi {rule.days}")


def _reasons(source: LawFile, reasons: ReasonFile, duties: Collection[str]) -> None:
    for name in reasons.reasons:
        _known(source, ("reasons", name), name, duties, "nghĩa vụ")


def _agencies(source: LawFile, committee: Committee) -> None:
    codes = [agency.code for agency in committee.agencies]
    _unique(source, "agencies", "code", codes, "mã cơ quan")
    for index, agency in enumerate(committee.agencies):
        _known(source, ("agencies", index, "parent"), agency.parent, codes, "cơ quan")
        for place, succession in enumerate(agency.successors):
            loc = ("agencies", index, "successors", place, "agency")
            _known(source, loc, succession.agency, codes, "cơ quan")
            if succession.agency == agency.code:
                raise source.refusal(loc, "một cơ quan không kế thừa chính mình")
    for field in ("standing_agency", "finance_agency", "security_agency", "host_agency"):
        _known(source, ("identity", field), getattr(committee.identity, field), codes, "cơ quan")


def _seats(source: LawFile, committee: Committee) -> None:
    seats = committee.seats
    ids = [seat.id for seat in seats]
    _unique(source, "seats", "id", ids, "chức danh")
    _unique(source, "seats", "acting_order", (seat.acting_order for seat in seats), "thứ tự thay mặt (acting_order)")
    for role in UNIQUE_ROLES:
        if len(committee.seats_of(role)) != 1:
            raise source.refusal(("seats",), f"phải có đúng một chức danh với vai trò {role}")
    heads = (seat.agency if seat.role == "agency_head" else None for seat in seats)
    _unique(source, "seats", "agency", heads, "người đứng đầu cơ quan")
    for index, seat in enumerate(seats):
        _known(source, ("seats", index, "agency"), seat.agency, [agency.code for agency in committee.agencies], "cơ quan")
        if (seat.role == "deputy_chair") != (seat.acting_order is not None):
            raise source.refusal(("seats", index), "thứ tự thay mặt (acting_order) phải ghi cho mọi Phó Trưởng ban và chỉ Phó Trưởng ban")
    _unique(source, "subgroups", "code", (subgroup.code for subgroup in committee.subgroups), "mã nhóm")
    group = [seat.id for seat in committee.group()]
    for index, subgroup in enumerate(committee.subgroups):
        for place, member in enumerate(subgroup.members):
            _known(source, ("subgroups", index, "members", place), member, group, "thành viên Tổ công tác")
        _known(source, ("subgroups", index, "lead"), subgroup.lead, subgroup.members, "thành viên của nhóm")


def _reserved_powers(source: LawFile, committee: Committee, clauses: Collection[str], duties: Collection[str]) -> None:
    for index, power in enumerate(committee.reserved_powers):
        _known(source, ("reserved_powers", index, "clause"), power.clause, clauses, "điều, khoản")
        _known(source, ("reserved_powers", index, "duty"), power.duty, duties, "nghĩa vụ")


def _papers(source: LawFile, committee: Committee, clauses: Collection[str]) -> None:
    held = {seat.role for seat in committee.seats}
    for name, form in committee.signature_forms.items():
        if form.role in COMMITTEE_ROLES + GROUP_ROLES:
            _known(source, ("signature_forms", name, "role"), form.role, held, "chức danh mang vai trò")
        _known(source, ("signature_forms", name, "clause"), form.clause, clauses, "điều, khoản")
    for name, stand_in in committee.stand_in_signers.items():
        _known(source, ("stand_in_signers", name), name, held, "vai trò")
        _known(source, ("stand_in_signers", name, "clause"), stand_in.clause, clauses, "điều, khoản")
        for place, signer in enumerate(stand_in.signers):
            _known(source, ("stand_in_signers", name, "signers", place), signer, committee.signature_forms, "hình thức ký")
    for name, series in committee.series.items():
        _known(source, ("series", name, "seal_owner"), series.seal_owner, [found.code for found in committee.agencies], "cơ quan")
    for name, paper in committee.papers.items():
        for place, signer in enumerate(paper.signers):
            _known(source, ("papers", name, "signers", place), signer, committee.signature_forms, "hình thức ký")
        _known(source, ("papers", name, "left"), paper.left, committee.signature_forms, "hình thức ký")
        _known(source, ("papers", name, "reviewer"), paper.reviewer, held, "chức danh mang vai trò")
        _known(source, ("papers", name, "approver"), paper.approver, held | {"presider"}, "chức danh mang vai trò")
        _known(source, ("papers", name, "series"), paper.series, committee.series, "dãy số")
        _known(source, ("papers", name, "distribution"), paper.distribution, committee.distribution, "danh sách nơi nhận")
        _known(source, ("papers", name, "clause"), paper.clause, clauses, "điều, khoản")


def _distribution(source: LawFile, committee: Committee, name: str, lines: Iterable[Recipient]) -> None:
    targets = {
        *MOVING_TARGETS,
        *(f"role:{seat.role}" for seat in committee.seats),
        *(f"agency:{agency.code}" for agency in committee.agencies),
        *(f"kind:{agency.kind}" for agency in committee.agencies),
        *(f"external:{external}" for external in committee.externals),
        *(f"publication:{publication}" for publication in committee.publications),
    }
    for index, line in enumerate(lines):
        for place, target in enumerate(line.to):
            _known(source, ("distribution", name, index, "to", place), target, targets, "nơi nhận")
