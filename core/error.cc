#include "core/error.h"

#include <array>

namespace jianzhen::core {
namespace {

const std::array kErrorKinds = {
    ErrorKind{ErrorCode::usage,
              "usage",
              2,
              400,
              {"请按提示修改后重试。", "Correct the call as described and try again."}},
    ErrorKind{ErrorCode::not_found,
              "not_found",
              2,
              404,
              {"请检查路径或编号是否正确。", "Check the path or the number."}},
    ErrorKind{ErrorCode::unreadable,
              "unreadable",
              3,
              500,
              {"请检查文件权限和磁盘状态。", "Check the file's permissions and the disk."}},
    ErrorKind{ErrorCode::encrypted,
              "encrypted",
              3,
              422,
              {"请去掉密码后重新提交。", "Remove the password and submit the file again."}},
    ErrorKind{ErrorCode::corrupt,
              "corrupt",
              3,
              422,
              {"请重新导出或重新扫描后提交。", "Export or scan it again and submit that."}},
    ErrorKind{ErrorCode::unsafe,
              "unsafe",
              3,
              422,
              {"请去掉其中的链接、脚本或多层压缩，直接提交文件本身。",
               "Submit the plain files, without links, scripts or nested archives."}},
    ErrorKind{ErrorCode::unsupported,
              "unsupported",
              3,
              415,
              {"请转换为 PDF、图片、Office 文档或 MP4 后提交。",
               "Convert it to PDF, a picture, an Office document or MP4."}},
    ErrorKind{
        ErrorCode::timeout,
        "timeout",
        3,
        422,
        {"请拆分文件，或另存为普通 PDF 后提交。", "Split the file or save it as a plain PDF."}},
    ErrorKind{ErrorCode::memory,
              "memory",
              3,
              422,
              {"请降低分辨率或拆分文件后提交。", "Lower the resolution or split the file."}},
    ErrorKind{ErrorCode::crash,
              "crash",
              3,
              422,
              {"请另存为普通 PDF 或图片后提交。", "Save it as a plain PDF or picture."}},
    ErrorKind{ErrorCode::empty,
              "empty",
              3,
              422,
              {"请确认导出成功后重新提交。", "Make sure the export worked and submit it again."}},
    ErrorKind{ErrorCode::no_space,
              "no_space",
              3,
              507,
              {"请清理磁盘空间后重试；已收到的文件是完整的。",
               "Free disk space and try again; what was received is whole."}},
    ErrorKind{ErrorCode::conflict, "conflict", 3, 409, {"请刷新后重试。", "Reload and try again."}},
    ErrorKind{ErrorCode::interrupted,
              "interrupted",
              3,
              503,
              {"再次运行即可从已完成处继续。", "Run it again to continue from what is done."}},
    ErrorKind{ErrorCode::login, "login", 3, 401, {"请登录后重试。", "Log in and try again."}},
    ErrorKind{ErrorCode::forbidden,
              "forbidden",
              3,
              403,
              {"如确需办理，请联系赛程组管理员。",
               "If you do need it, ask the administrator of the contest."}},
    ErrorKind{ErrorCode::too_many,
              "too_many",
              3,
              429,
              {"请稍候再试。", "Wait a little, then try again."}},
    ErrorKind{ErrorCode::closed,
              "closed",
              3,
              403,
              {"已提交的内容不受影响；如有疑问请联系赛程组。",
               "What was submitted stands; ask the organisers if in doubt."}},
    ErrorKind{ErrorCode::internal,
              "internal",
              3,
              500,
              {"请把日志发给维护人员。", "Send the log to the maintainers."}},
};

}  // namespace

const std::string& in(const Bilingual& text, Lang lang) {
  return lang == Lang::zh ? text.zh : text.en;
}

const ErrorKind& kind_of(ErrorCode code) { return kErrorKinds[static_cast<std::size_t>(code)]; }

ErrorCode error_code_of(std::string_view word) {
  for (const ErrorKind& kind : kErrorKinds) {
    if (kind.word == word) return kind.code;
  }
  return ErrorCode::internal;
}

}  // namespace jianzhen::core
