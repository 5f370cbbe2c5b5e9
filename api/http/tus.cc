#include "api/http/tus.h"

#include "api/http/forms.h"
#include "api/http/problem.h"
#include "api/http/times.h"
#include "api/http/tus_headers.h"
#include "store/hash.h"

namespace jianzhen::http {
namespace {

using api::ResumableUploads;
using api::UploadPlan;
using api::UploadState;
using core::ErrorCode;

constexpr const char* kVersion = "1.0.0";
constexpr const char* kExtensions =
    "creation,creation-with-upload,checksum,expiration,termination,concatenation";
constexpr std::string_view kPieceType = "application/offset+octet-stream";
constexpr int kOtherSum = 460;  // of tus' checksum extension

Response of_tus(Response response) {
  response.set("tus-resumable", kVersion);
  return response;
}

Response wrong(core::Bilingual message, int status = 400) {
  return of_tus(problem(ErrorCode::usage, std::move(message), status));
}

Response refusal(const core::Error& error) {
  // What a piece is when its sum is another one (the bytes of a file are judged later).
  return of_tus(problem(error, error.code == ErrorCode::corrupt ? kOtherSum : 0));
}

// Every request says which protocol it speaks; nullopt: ours.
std::optional<Response> other_version(const Request& request) {
  const std::string* version = request.header("tus-resumable");
  if (version != nullptr && *version == kVersion) return std::nullopt;
  Response response = wrong({"请以 tus 1.0.0 协议上传（请求头 Tus-Resumable）。",
                             "Upload by tus 1.0.0 (the header Tus-Resumable)."},
                            412);
  response.set("tus-version", kVersion);
  return response;
}

std::string address_of(const std::string& id) { return std::string(kTusAddress) + "/" + id; }

Response with_facts(Response response, const UploadState& state) {
  response.set("upload-offset", std::to_string(state.offset));
  response.set("upload-expires", http_date(state.expires));
  if (state.material) response.set("upload-material", std::to_string(state.material->id));
  return of_tus(std::move(response));
}

Response created(const UploadState& state) {
  Response response = json(201, upload_form(state));
  response.set("location", address_of(state.id));
  return with_facts(std::move(response), state);
}

Response continued(const UploadState& state) { return with_facts(no_content(), state); }

class PieceSink : public BodySink {
 public:
  PieceSink(ResumableUploads::Writer writer, Response (*answer)(const UploadState&))
      : writer_(std::move(writer)), answer_(answer) {}

  core::Result<void> take(std::span<const char> piece) override { return writer_.write(piece); }

  Response finish() override {
    const auto state = writer_.finish();
    return state ? answer_(*state) : refusal(state.error());
  }

 private:
  ResumableUploads::Writer writer_;
  Response (*answer_)(const UploadState&);
};

// Of a request without bytes of the file: the answer is known.
class NoPiece : public BodySink {
 public:
  explicit NoPiece(Response answer) : answer_(std::move(answer)) {}

  core::Result<void> take(std::span<const char>) override {
    return core::fail(ErrorCode::usage,
                      {"此请求不应带有内容。", "This request should have no body."});
  }
  Response finish() override { return std::move(answer_); }

 private:
  Response answer_;
};

bool has_piece(const Request& request) {
  const std::string* type = request.header("content-type");
  return type != nullptr && *type == kPieceType;
}

tl::expected<std::optional<ResumableUploads::Expected>, Response> expected_sum(
    const Request& request) {
  const std::string* header = request.header("upload-checksum");
  if (header == nullptr) return std::nullopt;
  const auto checksum = upload_checksum(*header);
  if (checksum && store::Checksum::in(checksum->algorithm)) {
    return ResumableUploads::Expected{checksum->algorithm, checksum->sum};
  }
  return tl::unexpected(wrong({"请求头 Upload-Checksum 的格式或算法不受支持。",
                               "The form or algorithm of Upload-Checksum is not supported."}));
}

// What the headers ask for, but for its length.
tl::expected<UploadPlan, Response> asked_plan(const Request& request) {
  UploadPlan plan;
  if (const std::string* header = request.header("upload-concat")) {
    const auto concat = upload_concat(*header);
    if (!concat) {
      return tl::unexpected(wrong(
          {"请求头 Upload-Concat 的格式不对。", "The header Upload-Concat is not of its form."}));
    }
    plan.partial = concat->partial;
    plan.parts = concat->parts;
  }
  const std::string* header = request.header("upload-metadata");
  const auto metadata = upload_metadata(header == nullptr ? "" : *header);
  if (!metadata) {
    return tl::unexpected(wrong(
        {"请求头 Upload-Metadata 的格式不对。", "The header Upload-Metadata is not of its form."}));
  }
  if (header != nullptr) plan.metadata = *header;
  if (plan.partial) return plan;
  const auto entry = metadata->find("entry");
  const auto path = metadata->find("path");
  if (entry == metadata->end() || path == metadata->end()) {
    return tl::unexpected(wrong({"请求头 Upload-Metadata 应有 entry（项目编号）和 path（路径）。",
                                 "Upload-Metadata holds entry (its number) and path."}));
  }
  plan.entry = entry->second;
  plan.path = path->second;
  return plan;
}

Begun answered(Response response) { return std::make_unique<NoPiece>(std::move(response)); }

// Somebody else's upload is one that is not there.
std::optional<Response> not_theirs(ResumableUploads& uploads, const std::string& id,
                                   const api::Principal& who) {
  const auto theirs = uploads.belongs_to(id, who.actor);
  if (theirs) return std::nullopt;
  return refusal(theirs.error());
}

Begun begin_piece(ResumableUploads& uploads, const Request& request, const std::string& id,
                  std::uint64_t offset, Response (*answer)(const UploadState&)) {
  auto sum = expected_sum(request);
  if (!sum) return tl::unexpected(std::move(sum.error()));
  auto writer = uploads.go_on(id, offset, *sum);
  if (!writer) return tl::unexpected(refusal(writer.error()));
  return std::make_unique<PieceSink>(std::move(*writer), answer);
}

}  // namespace

Response describe_tus(const Request&, const api::Principal&) {
  Response response = no_content();
  response.set("tus-version", kVersion);
  response.set("tus-extension", kExtensions);
  response.set("tus-max-size", std::to_string(kMaxUpload));
  response.set("tus-checksum-algorithm", std::string(store::Checksum::algorithms()));
  return of_tus(std::move(response));
}

Begun create_upload(api::Service& service, const Request& request, const api::Principal& who) {
  if (auto other = other_version(request)) return tl::unexpected(std::move(*other));
  auto plan = asked_plan(request);
  if (!plan) return tl::unexpected(std::move(plan.error()));
  plan->actor = who.actor;
  plan->late = who.may(api::Action::entry_change_late);
  if (!plan->partial) {
    const auto may = service.permit(who, api::Action::file_add, plan->entry);
    if (!may) return tl::unexpected(refusal(may.error()));
  }
  ResumableUploads& uploads = service.uploads();
  if (!plan->parts.empty()) {
    const auto joined = uploads.join(std::move(*plan));
    if (!joined) return tl::unexpected(refusal(joined.error()));
    return answered(created(*joined));
  }
  const std::string* told = request.header("upload-length");
  const auto length = told == nullptr ? std::nullopt : byte_count(*told);
  if (!length) {
    return tl::unexpected(wrong({"请求头 Upload-Length 应为文件的字节数。",
                                 "The header Upload-Length is the file's number of bytes."}));
  }
  if (*length > kMaxUpload) return tl::unexpected(of_tus(problem(Refusal::body_too_large)));
  plan->length = *length;
  const auto state = uploads.create(std::move(*plan));
  if (!state) return tl::unexpected(refusal(state.error()));
  if (!has_piece(request)) return answered(created(*state));
  return begin_piece(uploads, request, state->id, 0, created);
}

Response get_upload(api::Service& service, const Request& request, const api::Principal& who) {
  if (request.method == Method::head) {
    if (auto other = other_version(request)) return std::move(*other);
  }
  const std::string& id = request.parameter("upload");
  if (auto refused = not_theirs(service.uploads(), id, who)) return std::move(*refused);
  const auto state = service.uploads().state(id);
  if (!state) return refusal(state.error());
  Response response = json(200, upload_form(*state));
  response.set("upload-length", std::to_string(state->plan.length));
  if (!state->plan.metadata.empty()) response.set("upload-metadata", state->plan.metadata);
  if (state->plan.partial) response.set("upload-concat", "partial");
  if (!state->plan.parts.empty()) {
    std::string parts;
    for (const std::string& part : state->plan.parts) {
      parts += (parts.empty() ? "final;" : " ") + address_of(part);
    }
    response.set("upload-concat", parts);
  }
  return with_facts(std::move(response), *state);
}

Response look_at_upload(api::Service& service, const Request& request, const api::Principal& who) {
  const std::string& id = request.parameter("upload");
  if (auto refused = not_theirs(service.uploads(), id, who)) return std::move(*refused);
  const auto look = service.first_look(id);
  if (!look) return problem(look.error());
  return json(200, first_look_form(*look, look->trouble ? problem_json(*look->trouble) : ""));
}

Begun continue_upload(api::Service& service, const Request& request, const api::Principal& who) {
  if (auto other = other_version(request)) return tl::unexpected(std::move(*other));
  const std::string& id = request.parameter("upload");
  if (auto refused = not_theirs(service.uploads(), id, who)) {
    return tl::unexpected(std::move(*refused));
  }
  if (!has_piece(request)) {
    return tl::unexpected(wrong({"续传内容的类型应为 application/offset+octet-stream。",
                                 "A piece is of type application/offset+octet-stream."},
                                415));
  }
  const std::string* told = request.header("upload-offset");
  const auto offset = told == nullptr ? std::nullopt : byte_count(*told);
  if (!offset) {
    return tl::unexpected(wrong({"请求头 Upload-Offset 应为续传位置（字节）。",
                                 "The header Upload-Offset is the byte where it goes on."}));
  }
  return begin_piece(service.uploads(), request, id, *offset, continued);
}

Response end_upload(api::Service& service, const Request& request, const api::Principal& who) {
  if (auto other = other_version(request)) return std::move(*other);
  const std::string& id = request.parameter("upload");
  if (auto refused = not_theirs(service.uploads(), id, who)) return std::move(*refused);
  const auto removed = service.uploads().remove(id);
  return removed ? of_tus(no_content()) : refusal(removed.error());
}

}  // namespace jianzhen::http
