#include "api/http/problem.h"

#include <array>
#include <nlohmann/json.hpp>

#include "api/http/json_text.h"

namespace jianzhen::http {
namespace {

using core::ErrorCode;
using nlohmann::ordered_json;

// In the order of core::ErrorCode.
const std::array<core::Bilingual, 19> kTitles = {{
    {"请求有误", "The request is wrong"},
    {"没有找到", "Not found"},
    {"无法读写", "Cannot be read or written"},
    {"文件已加密", "The file is encrypted"},
    {"内容已损坏或格式不对", "Damaged, or not of its form"},
    {"文件不安全", "The file is unsafe"},
    {"不支持的格式", "A format that is not supported"},
    {"处理超时", "It took too long"},
    {"内存不足", "It needed too much memory"},
    {"读取程序异常退出", "The reader died on it"},
    {"内容为空", "It is empty"},
    {"磁盘空间不足", "The disk is full"},
    {"与他人的修改冲突", "Changed meanwhile"},
    {"服务正在停止或繁忙", "The service is stopping or busy"},
    {"需要登录", "You are not logged in"},
    {"没有权限", "You may not do that"},
    {"请求过于频繁", "Too many requests"},
    {"不在规定时间内", "Not at this time"},
    {"服务内部错误", "A fault of the service"},
}};

struct RefusalRow {
  Refusal refusal;
  int status;
  ErrorCode code;
  core::Bilingual message;
};

const std::array kRefusals = {
    RefusalRow{Refusal::bad_request,
               400,
               ErrorCode::usage,
               {"请求不符合 HTTP 的格式。", "The request is not well-formed HTTP."}},
    RefusalRow{Refusal::foreign_host,
               421,
               ErrorCode::usage,
               {"请求中的主机名不是本服务的地址。请用启动时显示的地址访问。",
                "The host in the request is not this service's. Use the address shown at start."}},
    RefusalRow{Refusal::foreign_origin,
               403,
               ErrorCode::usage,
               {"其他网站的页面不能向本服务提交内容。",
                "A page of another site may not send anything to this service."}},
    RefusalRow{Refusal::unknown_address,
               404,
               ErrorCode::not_found,
               {"没有这个地址。", "There is no such address."}},
    RefusalRow{Refusal::method_not_allowed,
               405,
               ErrorCode::usage,
               {"这个地址不支持该操作。", "This address does not support that method."}},
    RefusalRow{Refusal::too_slow,
               408,
               ErrorCode::timeout,
               {"数据到达得太慢，连接已关闭；没有收完的文件未保存。",
                "The data came too slowly; what had not come to its end was not kept."}},
    RefusalRow{Refusal::length_required,
               411,
               ErrorCode::usage,
               {"请求没有说明内容的长度。", "The request does not say how long its body is."}},
    RefusalRow{Refusal::body_too_large,
               413,
               ErrorCode::usage,
               {"内容超过允许的大小。请拆分后提交。",
                "The body is larger than allowed. Split it and send the parts."}},
    RefusalRow{Refusal::header_too_large,
               431,
               ErrorCode::usage,
               {"请求头过长。", "The header of the request is too long."}},
    RefusalRow{Refusal::too_many_connections,
               503,
               ErrorCode::interrupted,
               {"当前连接过多，请稍后重试。", "Too many connections now; try again shortly."}},
    RefusalRow{Refusal::bug,
               500,
               ErrorCode::internal,
               {"服务出现内部错误，已收到的文件是完整的。",
                "A fault of the service; what was received is whole."}},
};

ordered_json form(const core::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }

ordered_json form(const core::Error& error, int status) {
  const core::ErrorKind& kind = core::kind_of(error.code);
  const core::Bilingual& title = kTitles[static_cast<std::size_t>(error.code)];
  return {{"type", "/problems/" + std::string(kind.word)},
          {"title", title.zh},
          {"status", status == 0 ? kind.http_status : status},
          {"detail", error.message.zh},
          {"code", kind.word},
          {"message", form(error.message)},
          {"advice", form(kind.advice)}};
}

}  // namespace

std::string problem_json(const core::Error& error, int status) {
  return dumped(form(error, status));
}

Response problem(const core::Error& error, int status) {
  const ordered_json body = form(error, status);
  Response response = text(body["status"].get<int>(), "application/problem+json", dumped(body));
  response.log_detail = error.detail;
  return response;
}

Response problem(ErrorCode code, core::Bilingual message, int status) {
  return problem(core::Error{code, std::move(message), {}, "http"}, status);
}

Response problem(Refusal refusal) {
  const RefusalRow& row = kRefusals[static_cast<std::size_t>(refusal)];
  return problem(row.code, row.message, row.status);
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Response problem_page(std::string_view code) {
  const ErrorCode known = core::error_code_of(code);
  const core::ErrorKind& kind = core::kind_of(known);
  if (kind.word != code) return problem(Refusal::unknown_address);
  const core::Bilingual& title = kTitles[static_cast<std::size_t>(known)];
  std::string page =
      "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>";
  page += html_escaped(title.zh) + " · 鉴真</title><h1>" + html_escaped(title.zh) + "</h1><p>" +
          html_escaped(kind.advice.zh) + "</p><div lang=\"en\"><h2>" + html_escaped(title.en) +
          "</h2><p>" + html_escaped(kind.advice.en) + "</p></div></html>\n";
  return text(200, "text/html; charset=utf-8", std::move(page));
}

}  // namespace jianzhen::http
