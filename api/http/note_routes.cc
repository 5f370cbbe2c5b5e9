#include "api/http/note_routes.h"

#include <map>
#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/bound.h"
#include "api/http/conditional.h"
#include "api/http/json_text.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/http/uri.h"

namespace jianzhen::http {
namespace {

using api::OwnNote;
using api::Principal;
using api::Service;
using core::ErrorCode;
using Json = nlohmann::json;

constexpr std::uint64_t kMaxForm = 64 << 10;
constexpr int kMostPages = 1'000'000;

Json note_form(const OwnNote& own) {
  const store::Note& note = own.note;
  return {{"id", note.id},
          {"entry", note.entry},
          {"project", own.project},
          {"applicant", own.applicant},
          {"track", own.track},
          {"material", note.material},
          {"material_id", own.material == 0 ? Json() : Json(own.material)},
          {"page", note.page == 0 ? Json() : Json(note.page)},
          {"replaced", own.replaced},
          {"text", note.words},
          {"collection", note.collection},
          {"version", note.version},
          {"at", note.at}};
}

Response note_response(const core::Result<OwnNote>& own, int status) {
  if (!own) return problem(own.error(), own.error().code == ErrorCode::conflict ? 412 : 0);
  Response response = json(status, dumped(note_form(*own)));
  response.set("etag", version_etag(own->note.version));
  return response;
}

Response list_notes(Service& service, const Request&, const Principal& who) {
  const auto notes = service.notebook().notes(who);
  if (!notes) return problem(notes.error());
  Json list = Json::array();
  std::map<std::string, int> names;
  for (const OwnNote& own : *notes) {
    list.push_back(note_form(own));
    if (!own.note.collection.empty()) ++names[own.note.collection];
  }
  Json collections = Json::array();
  for (const auto& [name, count] : names) {
    collections.push_back({{"name", name}, {"notes", count}});
  }
  return json(200, dumped<Json>({{"notes", list}, {"collections", collections}}));
}

Response notes_workbook(Service& service, const Request& request, const Principal& who) {
  const auto notes = service.notebook().notes(who);
  if (!notes) return problem(notes.error());
  const auto bytes = api::notes_xlsx(*notes, lang_of(request));
  if (!bytes) return problem(bytes.error());
  Response response =
      text(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", *bytes);
  response.set("content-disposition", attachment_disposition("notes.xlsx"));
  response.set("cache-control", "private, no-store");
  return response;
}

Response wrong_body() {
  return problem(ErrorCode::usage,
                 {"请求应含 text、collection（文字），可含 material_id、page（正整数）。",
                  "The body has text and collection (words), and may have material_id and page "
                  "(whole numbers from 1)."});
}

Response add_note(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  api::NewNote note;
  note.entry = request.parameter("id");
  try {
    note.material = form->value("material_id", std::int64_t{0});
    note.page = form->value("page", 0);
    note.words = form->value("text", std::string());
    note.collection = form->value("collection", std::string());
  } catch (const Json::exception&) {
    return wrong_body();
  }
  if (note.material < 0 || note.page < 0 || note.page > kMostPages) return wrong_body();
  return note_response(service.notebook().add(who, note), 201);
}

Response put_note(Service& service, const Request& request, const Principal& who) {
  const auto version = matched_version(request);
  if (!version) {
    return problem(ErrorCode::usage,
                   {"请用 If-Match 写明改的是哪一版。", "Name in If-Match the version you change."},
                   428);
  }
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto words = text_of(*form, "text");
  const auto collection = text_of(*form, "collection");
  if (!words || !collection) return wrong_body();
  return note_response(
      service.notebook().change(who, number_in(request, "note"), *version, *words, *collection),
      200);
}

Response remove_note(Service& service, const Request& request, const Principal& who) {
  const auto removed = service.notebook().remove(who, number_in(request, "note"));
  return removed ? no_content() : problem(removed.error());
}

Response rename_collection(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto name = text_of(*form, "name");
  if (!name) return problem(name.error());
  const auto renamed = service.notebook().rename(who, request.parameter("collection"), *name);
  return renamed ? list_notes(service, request, who) : problem(renamed.error());
}

}  // namespace

std::vector<Operation> note_operations(Service& service) {
  const Bound with{service};
  const std::string notes = "/api/v1/notes";
  return {
      {Method::get, notes, "listNotes", with(list_notes)},
      {Method::get, notes + ".xlsx", "getNotesWorkbook", with(notes_workbook), 0, true},
      {Method::post, "/api/v1/entries/{id}/notes", "addNote", with(add_note), kMaxForm},
      {Method::put, notes + "/{note}", "putNote", with(put_note), kMaxForm},
      {Method::del, notes + "/{note}", "removeNote", with(remove_note)},
      {Method::put, notes + "/collections/{collection}", "renameCollection",
       with(rename_collection), kMaxForm},
  };
}

}  // namespace jianzhen::http
