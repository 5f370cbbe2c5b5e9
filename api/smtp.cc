#include "api/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

constexpr long kConnectSeconds = 10;
constexpr long kSeconds = 60;

struct Server {
  MailServer settings;
  std::string password;
  bool local = false;  // on this machine
};

std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://") + 3;
  const bool v6 = start < url.size() && url[start] == '[';
  const std::size_t end = v6 ? url.find(']', start) + 1 : url.find_first_of(":/", start);
  return url.substr(start, end == std::string::npos ? end : end - start);
}

// One conversation, as libcurl tells it.
struct Talk {
  std::string_view message;   // what of it is left to send
  bool to_recipient = false;  // the server's answers are about this message now
  std::string complaint;      // its last answer of 4xx or 5xx
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* data) {
  Talk& talk = *static_cast<Talk*>(data);
  const std::size_t bytes = std::min(size * count, talk.message.size());
  std::memcpy(buffer, talk.message.data(), bytes);
  talk.message.remove_prefix(bytes);
  return bytes;
}

int listen(CURL*, curl_infotype type, char* bytes, std::size_t count, void* data) {
  Talk& talk = *static_cast<Talk*>(data);
  std::string_view line(bytes, count);
  if (type == CURLINFO_HEADER_OUT && line.starts_with("RCPT ")) {
    talk.to_recipient = true;
    talk.complaint.clear();  // over a way to log in that it does not know, say
  } else if (type == CURLINFO_HEADER_IN && !line.empty() && (line[0] == '4' || line[0] == '5')) {
    talk.complaint = line.substr(0, line.find_last_not_of("\r\n") + 1);
  }
  return 0;
}

MailFate fate_of(CURLcode done, const char* why, const Talk& talk) {
  if (done == CURLE_OK) return {MailFate::How::taken, {}};
  // "Network is away" and "login denied" are of all mail; only what was said of the recipient or
  // the message is of this one.
  if (!talk.to_recipient || talk.complaint.empty()) {
    return {MailFate::How::away, talk.complaint.empty() ? why : talk.complaint};
  }
  return {talk.complaint[0] == '5' ? MailFate::How::refused : MailFate::How::later, talk.complaint};
}

MailFate send(const Server& server, const Letter& letter) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (!curl) return {MailFate::How::away, "libcurl"};
  Talk talk;
  talk.message = letter.message;
  std::string why(CURL_ERROR_SIZE, '\0');
  const std::string from = "<" + letter.from + ">";
  const std::string to = "<" + letter.to + ">";
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
  const auto set = [&](auto option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  const MailServer& settings = server.settings;
  set(CURLOPT_URL, settings.server.c_str());
  set(CURLOPT_USE_SSL, static_cast<long>(server.local ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca_file.empty()) set(CURLOPT_CAINFO, settings.ca_file.c_str());
  if (!settings.user.empty()) {
    set(CURLOPT_USERNAME, settings.user.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }
  set(CURLOPT_PROXY, "");  // the environment's is for the web
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, give);
  set(CURLOPT_READDATA, &talk);
  set(CURLOPT_VERBOSE, 1L);  // for the listener
  set(CURLOPT_DEBUGFUNCTION, listen);
  set(CURLOPT_DEBUGDATA, &talk);
  set(CURLOPT_ERRORBUFFER, why.data());
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_TIMEOUT, kSeconds);
  set(CURLOPT_NOSIGNAL, 1L);
  const CURLcode done = curl_easy_perform(curl.get());
  return fate_of(done, why[0] != '\0' ? why.c_str() : curl_easy_strerror(done), talk);
}

}  // namespace

Result<void> check_mail_server(const std::string& url) {
  const bool known = url.starts_with("smtp://") || url.starts_with("smtps://");
  const bool plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (known && plain && !host_of(url).empty() && url.find('@') == std::string::npos) return {};
  return fail(ErrorCode::usage,
              {"邮件服务器应写作 smtp://主机:端口（STARTTLS）或 smtps://主机:端口，不含口令。",
               "A mail server is smtp://HOST:PORT (STARTTLS) or smtps://HOST:PORT, without a "
               "password."});
}

Result<Mailer> smtp_mailer(const MailServer& settings) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) return fail(ErrorCode::internal, {"邮件不可用。", "No mail."}, "libcurl");
  auto server = std::make_shared<Server>();  // shared by the copies of one function
  server->settings = settings;
  const std::string host = host_of(settings.server);
  server->local = host == "127.0.0.1" || host == "[::1]" || host == "localhost";
  if (!settings.password_file.empty()) {
    std::ifstream in(settings.password_file);
    if (!std::getline(in, server->password) || server->password.empty()) {
      return fail(ErrorCode::unreadable,
                  {"无法读取邮件口令文件 " + settings.password_file.string() + "。",
                   "Cannot read the mail password in " + settings.password_file.string() + "."},
                  {}, settings.password_file.string());
    }
  }
  return [server](const Letter& letter) { return send(*server, letter); };
}

}  // namespace jianzhen::api
