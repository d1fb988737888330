"""The roster's workbook: which sheets it has and what stands in them."""

from documents.workbook import YES_NO, Column, Sheet

AGENCY_KINDS = {  # no commas: Excel takes them for the end of a choice
    "Sở và tương đương": "department",
    "Ngành dọc": "vertical",
    "UBND cấp tỉnh": "provincial_committee",
    "UBND cấp huyện": "district_committee",
    "UBND cấp xã": "commune_committee",
    "Cơ quan Đảng": "party_body",
}
_CODE = "Mã đã dùng thì không đổi: đổi mã là thêm một mục mới."
_BESIDE = "Để đối chiếu với mã bên cạnh, để trống cũng được."

OFFICERS = Sheet(
    "Cán bộ",
    "mỗi người một dòng; bỏ một dòng đi không xóa ai.",
    (
        Column("id", "Mã cán bộ", "code", required=True, note=_CODE, width=13),
        Column("name", "Họ và tên", required=True, width=28),
        Column("office", "Chức vụ", note="Chức vụ hiện nay, nếu chưa có ở tên chức danh.", width=38),
        Column("email", "Thư điện tử", "email", note="Nơi nhận thư của hệ thống; mỗi người một địa chỉ riêng.", width=34),
        Column("phone", "Điện thoại", "phone", note="Gõ dạng văn bản, giữ số 0 ở đầu.", width=18),
    ),
)
HOLDINGS = Sheet(
    "Giữ chức danh",
    "mỗi lần một người giữ một chức danh là một dòng; bàn giao là thêm một dòng mới, giữ nguyên dòng cũ.",
    (
        Column("seat_id", "Mã chức danh", "code", required=True, note="Của Quy chế, hoặc của người đứng đầu một cơ quan mới.", width=24),
        Column("title", "Chức danh", note=_BESIDE, width=52, seen_only=True),
        Column("officer_id", "Mã cán bộ", "code", note="Có trong trang Cán bộ. Dòng chỉ có mã chức danh được bỏ qua.", width=13),
        Column("name", "Họ và tên", note=_BESIDE, width=28, seen_only=True),
        Column("since", "Giữ từ ngày", "date", width=14),
        Column("last", "Đến hết ngày", "date", note="Ngày cuối còn giữ; để trống: đang giữ, hoặc đến khi người sau nhận.", width=14),
    ),
)
ABSENCES = Sheet(
    "Vắng mặt",
    "những ngày một người đi vắng; Trưởng ban vắng thì Phó Trưởng ban thay mặt (Điều 4).",
    (
        Column("officer_id", "Mã cán bộ", "code", required=True, note="Có trong trang Cán bộ.", width=13),
        Column("name", "Họ và tên", note=_BESIDE, width=28, seen_only=True),
        Column("since", "Vắng từ ngày", "date", required=True, width=14),
        Column("until", "Đến hết ngày", "date", required=True, width=14),
        Column("reason", "Lý do", required=True, width=44),
        Column("back", "Đã trở lại sớm", note="Ghi «có» khi người đó trở lại trước hạn.", width=14, choices=YES_NO),
    ),
)
AGENCIES = Sheet(
    "Cơ quan",
    "các cơ quan mà Ban giao việc; đổi tên, sáp nhập, tách thì ghi ở trang Sắp xếp cơ quan.",
    (
        Column("id", "Mã cơ quan", "code", required=True, note=_CODE, width=14),
        Column("name", "Tên cơ quan", required=True, note="Tên khi được ghi lần đầu, không sửa ở đây.", width=54),
        Column("kind", "Loại", required=True, width=20, choices=AGENCY_KINDS),
        Column("reports", "Báo cáo hằng quý", required=True, width=12, choices=YES_NO),
        Column("parent_id", "Cơ quan cấp trên", "code", note="Mã của cơ quan cấp trên, nếu có.", width=14),
        Column("since", "Hoạt động từ ngày", "date", note="Trước ngày này chưa giao việc được; để trống nếu đã có từ trước.", width=14),
        Column(
            "exchange_code", "Mã định danh liên thông", "exchange", note="Để gửi văn bản qua trục liên thông, nếu có.", width=20, later=True
        ),
        Column("head", "Chức vụ người đứng đầu", note="Cơ quan mới: ghi để có chức danh người đứng đầu (Điều 11).", width=46),
        Column("head_seat", "Mã chức danh người đứng đầu", "code", note="Để đối chiếu; cơ quan mới có mã head_…", width=20, seen_only=True),
    ),
)
REORGANISATIONS = Sheet(
    "Sắp xếp cơ quan",
    "từ một ngày, một cơ quan đổi tên, hoặc nhập vào, tách thành cơ quan khác; mỗi tên mới, mỗi cơ quan nhận là một dòng.",
    (
        Column("effective", "Từ ngày", "date", required=True, note="Trước ngày này chưa có gì thay đổi.", width=14),
        Column("agency_id", "Mã cơ quan", "code", required=True, note="Có trong trang Cơ quan.", width=14),
        Column("agency_name", "Tên cơ quan", note=_BESIDE, width=44, seen_only=True),
        Column("name", "Đổi tên thành", note="Chỉ ghi khi đổi tên; văn bản đã ban hành giữ tên cũ.", width=44),
        Column("successor_id", "Nhập vào, tách thành", "code", note="Mã cơ quan nhận, đã có người đứng đầu.", width=16),
        Column("successor_name", "Tên cơ quan nhận", note=_BESIDE, width=44, seen_only=True),
        Column(
            "remainder",
            "Nhận việc còn lại",
            note="Khi tách: ghi «có» ở đúng một cơ quan, nơi nhận mọi việc mà người giao chưa chỉ định nơi khác.",
            width=12,
            choices=YES_NO,
        ),
        Column("decision", "Văn bản quyết định", required=True, note="Số, ngày, cơ quan ban hành.", width=44),
        Column("dropped", "Thôi thực hiện", note="Ghi «có» để bỏ một dự kiến chưa đến ngày.", width=12, choices=YES_NO),
    ),
)
SHEETS = (OFFICERS, HOLDINGS, ABSENCES, AGENCIES, REORGANISATIONS)

WORDS = (
    "Danh sách cán bộ, chức danh, vắng mặt, cơ quan và sắp xếp cơ quan",
    "Điền các trang sau rồi nạp bằng «./nhip roster import TỆP.xlsx». Xem trước sẽ có gì thay đổi: thêm «--check».",
    "Sai một ô thì không nạp gì: mọi lỗi được kể một lượt theo trang và dòng. Nạp lại cùng một tệp không đổi gì thêm.",
    "Dòng không có trong tệp thì giữ nguyên như trong hệ thống. Dòng có trong tệp được lấy trọn: ô để trống nghĩa là không có.",
    "Không đổi dòng đề mục, không dùng công thức. Ô nền xám chỉ để đối chiếu. Không ghi nội dung bí mật nhà nước.",
)
