#include "api/mail_notice.h"

#include <algorithm>
#include <array>

#include "core/error.h"

namespace jianzhen::api {
namespace {

// {entry} and {detail} stand for what is said; `page` is where the link leads.
struct Words {
  std::string_view kind;
  std::string_view subject_zh;
  std::string_view subject_en;
  std::string_view zh;
  std::string_view en;
  std::string_view page;
};
constexpr std::array kWords = {
    Words{"entry.submitted", "{entry} 已提交", "{entry} submitted",
          "项目 {entry} 已提交。回执（含全部文件的校验值）可在页面上下载。",
          "Entry {entry} has been submitted. Its receipt, with the hashes of all files, is on the "
          "page.",
          "/#/entries/{entry}"},
    Words{"entry.withdrawn", "{entry} 已撤回", "{entry} withdrawn",
          "项目 {entry} 已撤回为草稿；须在报名截止前再次提交，否则不参加评审。",
          "Entry {entry} is a draft again. It must be submitted again before registration closes.",
          "/#/entries/{entry}"},
    Words{"supplement.asked", "{entry} 需要补正，期限 {detail}",
          "{entry}: a supplement is needed by {detail}",
          "项目 {entry} 收到一份补正通知，请在 {detail} 前（含当日）在页面上答复或提交新的材料。",
          "A supplement was requested for entry {entry}. Please answer, or send the new file, on "
          "the page by the end of {detail}.",
          "/#/entries/{entry}"},
    Words{"supplement.withdrawn", "{entry} 的补正通知已撤回", "{entry}: a request was withdrawn",
          "项目 {entry} 的一份补正通知已撤回，无须再答复。",
          "A request for a supplement to entry {entry} was withdrawn; no answer is needed.",
          "/#/entries/{entry}"},
    Words{"supplement.answered", "{entry} 已答复补正通知", "{entry}: a request was answered",
          "您要求项目 {entry} 补正的事项已有答复，请复核。",
          "The supplement that you asked of entry {entry} has come. Please look at it.",
          "/#/review"},
    Words{"objection.raised", "{entry} 对疑点提出异议", "{entry}: an objection was raised",
          "项目 {entry} 对您处置过的一条疑点提出了异议，请答复。",
          "Entry {entry} objects to a finding that you decided. Please answer.", "/#/review"},
    Words{"objection.answered", "{entry} 的异议已有答复", "{entry}: your objection was answered",
          "您就项目 {entry} 提出的说明或异议已有答复，请在页面上查看。",
          "What you said about entry {entry} has been answered; the answer is on the page.",
          "/#/entries/{entry}"},
    Words{
        "account.invited", "请设置登录口令", "Choose your password",
        "已为您建立账号。请在 7 天内打开下面的链接设置口令；链接只能用一次，请勿转发。",
        "An account was made for you. Open the link within 7 days to choose a password. It serves "
        "once; do not pass it on.",
        "/#/join/{detail}"},
    Words{"mail.test", "邮件通知可以使用", "Notices by e-mail work",
          "这是一封测试邮件：邮件通知可以使用。", "This is a test: notices by e-mail work.", "/"},
};

std::string filled(std::string_view words, const MailSaid& said) {
  std::string text(words);
  for (const auto& [hole, value] :
       std::array{std::pair<std::string_view, std::string_view>("{entry}", said.entry),
                  std::pair<std::string_view, std::string_view>("{detail}", said.detail)}) {
    for (std::size_t at = text.find(hole); at != std::string::npos;
         at = text.find(hole, at + value.size())) {
      text.replace(at, hole.size(), value);
    }
  }
  return text;
}

}  // namespace

MailWords mail_words(const MailSaid& said) {
  const Words& words = *std::ranges::find(kWords, said.kind, &Words::kind);
  const std::string link = std::string(said.origin) + filled(words.page, said);
  return {filled(words.subject_zh, said) + " · " + filled(words.subject_en, said),
          "您好：\n\n" + filled(words.zh, said) + "\n\n" + filled(words.en, said) + "\n\n" + link +
              "\n\n-- \n" + std::string(said.contest) +
              "\n此邮件由系统自动发送，请勿回复。 Sent automatically; please do not reply.\n"};
}

}  // namespace jianzhen::api
