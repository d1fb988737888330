"""One letter of each kind with invented people, as the office would write it: for who reads the words before they are in use."""

from datetime import date
from typing import Any

from notifications.words import clause_texts

LINK = "https://nhip.kiengiang.example/l/Zk3vQ0nq7c2mJ5oHnRyY8w4tXbLfE1sKpDgUaVi6T9M"

COMMON: dict[str, Any] = {
    "committee": "Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang",
    "recipient_name": "Trương Thị Mẫu Hai",
    "recipient_title": "Ủy viên – Giám đốc Sở Y tế",
    "title": "Xác nhận tham dự họp Ban Chỉ đạo quý III năm 2019",
    "what": "Xin cho biết Ông/Bà tham dự, báo cáo vắng mặt hay cử người dự thay.",
    "case_title": "Họp định kỳ quý III năm 2019",
    "clause_texts": clause_texts(["Đ6.5a", "Đ6.5b", "Đ8.1c"]),
    "due": date(2019, 9, 24),
    "due_source": "D",
    "link": LINK,
    "why": "Ông/Bà là Ủy viên Ban Chỉ đạo, có trong thành phần tham dự.",
    "silence": "Ban Chỉ đạo coi là chưa có báo cáo và ghi “vắng chưa được người chủ trì đồng ý” nếu Ông/Bà không dự.",
}
DIRECTIVE = COMMON | {
    "recipient_name": "Giang Mẫu Thành",
    "recipient_title": "Chủ tịch UBND huyện Giang Thành",
    "case_title": "",
    "title": "Tiếp nhận nhiệm vụ được giao",
    "what": "Đề nghị Ông/Bà xác nhận tiếp nhận nhiệm vụ.",
    "clause_texts": clause_texts(["Đ11.1a", "Đ9.3a", "Đ6.5e"]),
    "due": date(2019, 10, 3),
    "why": "Ông/Bà được hỏi với tư cách Chủ tịch UBND huyện Giang Thành.",
    "silence": "Nhiệm vụ vẫn được giao và thời hạn vẫn tính; việc chưa tiếp nhận được báo cáo Ủy viên thường trực.",
    "extra": {
        "task": "Báo cáo giải trình nguyên nhân chậm thực hiện ký số văn bản điện tử và cam kết thời hạn khắc phục.",
        "source": "Kết luận họp Ban Chỉ đạo quý III năm 2019 (12/TB-BCĐ), ngày 27/9/2019",
        "term": "18/10/2019",
        "product": "Báo cáo",
        "helpers": "Sở Thông tin và Truyền thông",
    },
}
SAMPLES: dict[str, dict[str, Any]] = {
    "assignment": DIRECTIVE,
    "digest": DIRECTIVE
    | {
        "recipient_name": "Trần Giả Định",
        "recipient_title": "Trưởng ban",
        "title": "Tình hình thực hiện kết luận, chỉ đạo tháng 11/2019",
        "what": "Nhiệm vụ quá hạn giao ban đầu:\n- Ủy ban nhân dân huyện Giang Thành: Báo cáo. Hạn 15/11/2019, quá 6 ngày làm việc.",
        "clause_texts": clause_texts(["Đ5.1d"]),
        "due": None,
        "due_source": None,
        "link": None,
        "why": "Ông/Bà là lãnh đạo Ban Chỉ đạo, Ủy viên thường trực.",
        "silence": "Thư gửi để biết, không cần trả lời.",
        "extra": {"owed": "3", "given": "1", "confirmed": "1", "late": "1", "undecided": "0"},
    },
    "follow-up": DIRECTIVE
    | {
        "title": "Công văn đôn đốc lần 1",
        "what": "Nhiệm vụ giao cơ quan của Ông/Bà chủ trì đã quá hạn mà chưa có báo cáo hoàn thành. Đề nghị Ông/Bà báo cáo kết quả.",
        "clause_texts": clause_texts(["Đ7.3"]),
        "due": None,
        "due_source": None,
        "why": "Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ.",
        "silence": "Thư gửi để biết, không cần trả lời.",
        "extra": {"number": "01/TCT", "task": DIRECTIVE["extra"]["task"], "first_due": "18/10/2019"},
    },
    "duty": DIRECTIVE
    | {
        "title": "Báo cáo tiến độ, kết quả nhiệm vụ",
        "what": "Đề nghị Ông/Bà báo cáo tiến độ, kết quả thực hiện nhiệm vụ.",
        "clause_texts": clause_texts(["Đ11.1b", "Đ11.2a", "Đ9.3c", "Đ2.2"]),
        "due": date(2019, 10, 18),
        "due_source": "L",
        "silence": "Im lặng không được coi là đã hoàn thành: quá hạn thì nhiệm vụ được đôn đốc bằng văn bản và báo cáo cấp trên.",
    },
    "ask": COMMON,
    "remind": COMMON,
    "escalate": COMMON
    | {
        "recipient_name": "Nguyễn Mô Phỏng",
        "recipient_title": "Ủy viên thường trực – Giám đốc Sở Thông tin và Truyền thông",
        "title": "Gửi ý kiến bằng văn bản về dự thảo chương trình",
        "what": "Hạn gửi ý kiến đã qua 02 ngày làm việc.",
        "why": "Ông/Bà là Ủy viên thường trực, giúp Trưởng ban đôn đốc việc thực hiện.",
        "silence": "Việc tiếp tục được nhắc hằng ngày và báo cáo Trưởng ban sau 05 ngày làm việc.",
        "clause_texts": clause_texts(["Đ5.1d"]),
        "extra": {"who": "Ủy viên – Giám đốc Sở Y tế", "undone": "gửi ý kiến bằng văn bản"},
    },
    "invitation": COMMON
    | {
        "title": "Họp Ban Chỉ đạo quý III năm 2019",
        "what": "1. Tình hình triển khai Chính quyền điện tử 9 tháng đầu năm.\n2. Cho ý kiến về Kiến trúc Chính quyền điện tử tỉnh.",
        "due_source": "S",
        "extra": {
            "when": "08 giờ 00, thứ Năm, ngày 26/9/2019",
            "place": "Phòng họp số 1, UBND tỉnh Kiên Giang",
            "presider": "Trưởng ban – Chủ tịch UBND tỉnh",
        },
    },
    "convocation": COMMON
    | {
        "recipient_name": "Quách Thị Định Mức",
        "recipient_title": "Thành viên Tổ công tác",
        "title": "Họp Tổ công tác giúp việc Ban Chỉ đạo quý III năm 2019",
        "what": "Đề nghị Ông/Bà xác nhận dự họp Tổ công tác hoặc báo cáo lý do vắng mặt.",
        "clause_texts": clause_texts(["Đ8.3a", "Đ9.4"]),
        "due": date(2019, 9, 18),
        "why": "Ông/Bà được hỏi với tư cách Thành viên Tổ công tác.",
        "silence": "Không trả lời mà không dự họp thì biên bản ghi: vắng mặt, chưa báo cáo.",
        "extra": {
            "when": "08 giờ 00, ngày 19 tháng 9 năm 2019 (thứ Năm)",
            "place": "Phòng họp Sở Thông tin và Truyền thông",
            "presider": "đồng chí Nguyễn Mô Phỏng, Giám đốc Sở Thông tin và Truyền thông, Tổ trưởng Tổ công tác",
        },
    },
    "guest": COMMON
    | {
        "recipient_name": "Trần Khách",
        "recipient_title": "Chuyên gia Đại học Kiên Giang",
        "title": "Họp Ban Chỉ đạo quý III năm 2019",
        "what": "Kính mời Ông/Bà dự các nội dung:\n- Cho ý kiến về Kiến trúc Chính quyền điện tử tỉnh.",
        "clause_texts": clause_texts(["Đ8.2"]),
        "due": None,
        "due_source": None,
        "why": "Ông/Bà có liên quan đến nội dung cuộc họp mở rộng.",
        "silence": "Thư gửi để biết, không cần trả lời.",
        "extra": {
            "when": "08 giờ 00, thứ Năm, ngày 26/9/2019",
            "place": "Phòng họp số 1, UBND tỉnh Kiên Giang",
            "presider": "Trưởng ban – Chủ tịch UBND tỉnh",
        },
    },
    "notice": COMMON
    | {
        "title": "Kết luận cuộc họp Ban Chỉ đạo quý III năm 2019",
        "what": "Xin Ông/Bà tổ chức thực hiện các nội dung được giao.",
        "due": None,
        "due_source": None,
        "silence": "Không cần trả lời thư này.",
        "clause_texts": clause_texts(["Đ5.4b", "Đ6.5e"]),
        "extra": {"number": "12/TB-BCĐ", "issued": "30/9/2019"},
    },
    "consultation": COMMON
    | {
        "case_title": "Lấy ý kiến bằng văn bản: Quy chế vận hành Trục liên thông văn bản",
        "title": "Cho ý kiến bằng văn bản",
        "what": "Đề nghị Ông/Bà cho ý kiến bằng văn bản.\nNội dung: Quy chế vận hành Trục liên thông văn bản",
        "clause_texts": clause_texts(["Đ6.3", "Đ2.1"]),
        "due": date(2019, 9, 4),
        "why": "Ông/Bà được hỏi với tư cách Ủy viên – Giám đốc Sở Y tế.",
        "silence": "Không trả lời được ghi là chưa trả lời và thống kê riêng, không coi là đồng ý.",
        "extra": {
            "matter": "Quy chế vận hành Trục liên thông văn bản",
            "questions": "1. Đồng ý với dự thảo Quy chế không?\n2. Áp dụng từ 01/01/2020 có phù hợp không?",
            "decider": "Trưởng ban",
        },
    },
    "opinions": COMMON
    | {
        "case_title": "Lấy ý kiến bằng văn bản: Quy chế vận hành Trục liên thông văn bản",
        "title": "Kết quả lấy ý kiến về Quy chế vận hành Trục liên thông văn bản",
        "what": "1. Đồng ý với dự thảo Quy chế không?\nĐồng ý: 10; đồng ý, có ý kiến: 02; không đồng ý: 01; chưa trả lời: 01.",
        "clause_texts": clause_texts(["Đ2.1", "Đ6.3"]),
        "due": None,
        "due_source": None,
        "why": "Ông/Bà được lấy ý kiến, hoặc có tên trong nơi nhận của báo cáo.",
        "silence": "Thư gửi để biết, không cần trả lời.",
        "extra": {"number": "02/BC-BCĐ", "decision": "Trưởng ban đồng ý với kiến nghị"},
    },
    "code": {
        "committee": COMMON["committee"],
        "recipient_name": COMMON["recipient_name"],
        "title": "Đăng nhập",
        "what": "Có yêu cầu đăng nhập bằng địa chỉ thư của Ông/Bà.",
        "why": "Địa chỉ này được đăng ký với Tổ công tác để đăng nhập.",
        "silence": "Không ai đăng nhập được. Nếu không phải Ông/Bà yêu cầu, xin bỏ qua thư này.",
        "extra": {"code": "482 913", "minutes": "10"},
    },
    "withdrawn": COMMON
    | {
        "due": None,
        "due_source": None,
        "link": None,
        "silence": "Không cần trả lời.",
        "extra": {"reason": "Cuộc họp được dời sang ngày 03/10/2019."},
    },
    "told": COMMON | {"due": None, "due_source": None, "silence": "Không cần trả lời.", "what": "Tài liệu họp đã được đăng đầy đủ."},
    "receipt": COMMON
    | {
        "due": None,
        "due_source": None,
        "silence": "Không cần trả lời.",
        "extra": {"answer": "Tham dự", "at": "09 giờ 12, ngày 20/9/2019"},
    },
}

# Letters that carry others: what somebody is reminded of on one day, what he wants told of together.
TOGETHER: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "many-remind": [("remind", COMMON), ("remind", SAMPLES["duty"] | {"extra": {}}), ("escalate", SAMPLES["escalate"])],
    "many-digest": [("told", SAMPLES["told"]), ("receipt", SAMPLES["receipt"])],
}
