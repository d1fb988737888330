"""What the door says when it does not open."""

from models.errors import Refused


class NotHere(Refused):
    """Không có trang này, hoặc trang này không dành cho Ông/Bà."""

    status = 404


class SignInFirst(Refused):
    """Trang này cần đăng nhập."""

    status = 303


class Stale(Refused):
    """Trang đã mở quá lâu hoặc được mở từ nơi khác nên chưa gửi được; xin tải lại trang rồi gửi lại."""

    status = 403


class TooOften(Refused):
    """Có quá nhiều lượt gửi trong thời gian ngắn; xin chờ ít phút rồi thử lại."""

    status = 429


class TooMuch(Refused):
    """Nội dung gửi lên quá lớn nên không được nhận. Mỗi tệp không quá 25 MB; xin quay lại, giảm dung lượng tệp rồi gửi lại."""

    status = 413


class Garbled(Refused):
    """Nội dung gửi lên bị hỏng trên đường truyền; xin quay lại rồi gửi lại."""

    status = 400


class OutOfOrder(Refused):
    """Hệ thống đang tạm gián đoạn, việc vừa gửi có thể chưa được ghi nhận; xin chờ ít phút rồi tải lại trang này."""

    status = 503


class Broken(Refused):
    """Hệ thống gặp lỗi khi mở trang này và đã ghi lại để xử lý; xin thử lại sau, nếu vẫn lỗi xin báo cơ quan thường trực."""

    status = 500


def said(refused: Refused) -> str:
    """Its sentence."""
    return str(refused) or (type(refused).__doc__ or "").strip()
