#pragma once

// The service's values as the JSON of openapi.yaml. Pure functions. A person's ID number never
// leaves unmasked.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/service.h"

namespace jianzhen::http {

// `may`: what whoever asks may do to it now.
std::string entry_form(const api::EntryState& state, const std::vector<api::Action>& may);
std::string entry_list_form(const std::vector<api::EntryState>& states);
// `problem`: what problem_json() makes of its trouble; empty where there is none.
std::string first_look_form(const ingest::FirstLook& look, const std::string& problem);
std::string material_form(const store::StoredMaterial& material);
std::string upload_form(const api::UploadState& upload);
std::string findings_form(const std::string& entry, const std::optional<core::CheckReport>& report,
                          core::Lang lang);
std::string page_list_form(const api::PagesSoFar& pages);
std::string search_form(const std::string& words, const api::SearchAnswer& answer, double seconds);
std::string contest_form(const verify::Contest& contest);
std::string readiness_form(const std::map<std::string, std::optional<core::Error>>& parts,
                           const std::vector<api::SandboxLayer>& sandbox);

// Several files of one request. Both hold JSON objects.
struct Received {
  std::vector<std::string> received;
  std::vector<std::string> refused;
};
std::string received_form(const Received& files);

// One event in the form of text/event-stream, its number included. `whole`: with what was found,
// which may count what only shows beside other entries.
std::string event_form(const store::Event& event, bool whole);
// How far a file has come: no number, because it is not kept.
std::string progress_form(const std::string& entry, const api::FileProgress& progress,
                          const std::string& at);

}  // namespace jianzhen::http
