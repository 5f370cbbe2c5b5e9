#include "api/http/uploads.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "api/http/forms.h"
#include "api/http/json_text.h"
#include "api/http/multipart.h"
#include "api/http/problem.h"

namespace jianzhen::http {
namespace {

using core::ErrorCode;
using core::Result;

// The only conflict here is that of If-None-Match (RFC 9110, 13.1.2).
Response refusal(const core::Error& error) {
  return problem(error, error.code == ErrorCode::conflict ? 412 : 0);
}

class FileSink : public BodySink {
 public:
  explicit FileSink(api::Service::Upload upload) : upload_(std::move(upload)) {}

  Result<void> take(std::span<const char> piece) override { return upload_.write(piece); }

  Response finish() override {
    const auto material = upload_.commit();
    return material ? json(201, material_form(*material)) : refusal(material.error());
  }

 private:
  api::Service::Upload upload_;
};

class FormSink : public BodySink, private PartSink {
 public:
  FormSink(api::Service& service, std::string entry, std::string_view boundary, api::Principal who)
      : service_(service),
        entry_(std::move(entry)),
        parser_(boundary, *this),
        who_(std::move(who)) {}

  Result<void> take(std::span<const char> piece) override {
    return parser_.feed({piece.data(), piece.size()});
  }

  Response finish() override {
    if (const auto whole = parser_.finish(); !whole) return problem(whole.error());
    if (!files_.received.empty()) return json(201, received_form(files_));
    if (first_refusal_) return problem(*first_refusal_);
    return problem(ErrorCode::usage, {"表单中没有文件。请在名为 file 的字段中选择文件。",
                                      "The form holds no file. Send files in the field \"file\"."});
  }

 private:
  Result<void> begin(const PartHead& head) override {
    if (head.name != "file" || !head.filename) return {};
    path_ = *head.filename;
    auto begun = service_.begin_upload(entry_, path_, false, who_);
    if (!begun) {
      refuse(begun.error());
    } else {
      upload_.emplace(std::move(*begun));
    }
    return {};
  }

  Result<void> data(std::string_view bytes) override {
    if (!upload_) return {};  // refused, or a field that is no file
    if (auto written = upload_->write(bytes); !written) refuse(written.error());
    return {};
  }

  Result<void> end() override {
    if (!upload_) return {};
    if (const auto material = upload_->commit()) {
      files_.received.push_back(material_form(*material));
      upload_.reset();
    } else {
      refuse(material.error());
    }
    return {};
  }

  void refuse(const core::Error& error) {
    upload_.reset();
    if (!first_refusal_) first_refusal_ = error;
    const nlohmann::json path = path_;
    files_.refused.push_back("{\"path\":" + dumped(path) + ",\"problem\":" + problem_json(error) +
                             "}");
  }

  api::Service& service_;
  std::string entry_;
  MultipartParser parser_;
  api::Principal who_;
  std::string path_;  // of the part at hand
  std::optional<api::Service::Upload> upload_;
  Received files_;
  std::optional<core::Error> first_refusal_;
};

}  // namespace

Begun receive_file(api::Service& service, const Request& request, const api::Principal& who) {
  const std::string* none_match = request.header("if-none-match");
  const bool only_new = none_match != nullptr && *none_match == "*";
  auto upload =
      service.begin_upload(request.parameter("id"), request.parameter("path"), only_new, who);
  if (!upload) return tl::unexpected(refusal(upload.error()));
  return std::make_unique<FileSink>(std::move(*upload));
}

Begun receive_form(api::Service& service, const Request& request, const api::Principal& who) {
  const std::string* type = request.header("content-type");
  const auto boundary = type == nullptr ? std::nullopt : multipart_boundary(*type);
  if (!boundary) {
    return tl::unexpected(
        problem(ErrorCode::usage, {"请以 multipart/form-data 表单上传文件。",
                                   "Send the files as a form of type multipart/form-data."}));
  }
  const auto entry = service.entry(request.parameter("id"));
  if (!entry) return tl::unexpected(problem(entry.error()));
  return std::make_unique<FormSink>(service, request.parameter("id"), *boundary, who);
}

}  // namespace jianzhen::http
